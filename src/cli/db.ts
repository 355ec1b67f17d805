import { Command } from 'commander'
import { migrationState, prepare } from '../kit/db/index.ts'
import { withConnection } from './connected.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'

/** `farshelf db status` and `farshelf db migrate`. */
export function dbCommand(io: Io): Command {
  const say = (line: string) => void io.stdout.write(`${line}\n`)
  return new Command('db')
    .description('Looks at the database, or brings it up to date.')
    .addCommand(
      new Command('status')
        .description('Says which changes the database has seen. Ends with 1 when some are missing or unknown.')
        .action(() =>
          withConnection(async ({ access, owner }) => {
            const { applied, pending, unknown } = await migrationState(owner)
            say(`database  ${access.name}`)
            for (const name of applied) say(`${unknown.includes(name) ? 'unknown   ' : 'applied   '}${name}`)
            for (const name of pending) say(`pending   ${name}`)
            if (pending.length + unknown.length > 0) io.exitCode = exitCodes.failed
          }),
        ),
    )
    .addCommand(
      new Command('migrate')
        .description('Makes the changes that are missing; starting Farshelf does the same.')
        .action(() =>
          withConnection(async (connection, log) => {
            const done = await prepare(connection, log)
            for (const name of done) say(`applied   ${name}`)
            if (done.length === 0) say('The database is up to date.')
          }),
        ),
    )
}
