import { type Command, InvalidArgumentError } from 'commander'
import { registeredPlaces, removePlace } from '../catalogue/index.ts'
import type { Io } from './io.ts'
import { table } from './table.ts'
import { withDatabase } from './with-database.ts'

/** `farshelf catalogue match-places`: places of records that profiles made indexes for. */
export function addMatchPlaces(command: Command, io: Io): void {
  const places = command
    .command('match-places')
    .description('lists the places of records that files are matched by, each indexed when a profile first used it')
    .action(() => list(io))
  places
    .command('remove')
    .description('takes one away, with its index; a profile that still has it makes it anew')
    .argument('<number>', 'its number', placeNumber)
    .action((number: number) =>
      withDatabase(async (database) => {
        await removePlace(database, number)
        io.stderr.write(`Match place ${number} is removed.\n`)
      }),
    )
}

const list = (io: Io): Promise<void> =>
  withDatabase(async ({ db }) => {
    const rows = (await registeredPlaces(db)).map(({ kind, place }) => [
      kind.slice(1),
      place.place,
      place.indicator1 ?? 'any',
      place.indicator2 ?? 'any',
      place.normalise,
    ])
    io.stdout.write(table(['number', 'place', 'indicator 1', 'indicator 2', 'normalise'], rows))
  })

function placeNumber(text: string): number {
  if (!/^[1-9]\d{2,4}$/.test(text)) throw new InvalidArgumentError('It must be a number that match-places lists.')
  return Number(text)
}
