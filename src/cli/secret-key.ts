import { Command } from 'commander'
import { type Actor, createSeal, installedSeal, keepsKeyInFile, readSecretKey, replaceKeyFile } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { resealTargets } from '../search/index.ts'
import type { Io } from './io.ts'
import { askSecret } from './secret.ts'
import { withDatabase } from './with-database.ts'

const actor: Actor = { name: 'command line', via: 'cli' }

/** `farshelf secret`: the key that passwords of targets are encrypted with. */
export function secretCommand(io: Io): Command {
  const command = new Command('secret').description('Keeps the key that the passwords of targets are encrypted with.')
  command
    .command('rotate')
    .description(
      'encrypts every password anew, with another key: 32 bytes in base64, which are read and never an argument; stop every process that serves first',
    )
    .addHelpText(
      'after',
      '\nThe key there is is FARSHELF_SECRET_KEY, or secret.key in the data folder; that file gets the new one by itself.\n' +
        'With FARSHELF_SECRET_KEY, set it to the new key afterwards, for every process.\n' +
        'What broke off is done again with the same new key.\n' +
        'Keep the old key as long as backups from before: their passwords need it.\n',
    )
    .action(() => rotate(io))
  return command
}

async function rotate(io: Io): Promise<void> {
  const key = readSecretKey(await askSecret(io, 'new key'))
  if (!key)
    throw new Problem('bad-input', {
      detail: 'the new key must be 32 bytes in base64, as "openssl rand -base64 32" makes them',
    })
  const { resealed, already, inFile } = await withDatabase(async (database, environment) => {
    const seals = { from: installedSeal(environment), to: createSeal(() => key) }
    const done = await database.tx((tx) => resealTargets(tx, seals, actor))
    const inFile = keepsKeyInFile(environment)
    if (inFile) replaceKeyFile(environment, key)
    return { ...done, inFile }
  })
  const before = already > 0 ? `; ${already} had been before` : ''
  io.stdout.write(
    `${resealed} ${resealed === 1 ? 'password is' : 'passwords are'} encrypted with the new key${before}.\n`,
  )
  io.stderr.write(
    inFile
      ? 'secret.key in the data folder is the new key: start again.\n'
      : 'Set FARSHELF_SECRET_KEY to the new key in every process, and start again.\n',
  )
}
