import { Command, InvalidArgumentError } from 'commander'
import { reindex } from '../catalogue/index.ts'
import type { Io } from './io.ts'
import { addMatchPlaces } from './match-places.ts'
import { withDatabase } from './with-database.ts'

/** `farshelf catalogue`: upkeep of the local catalogue. */
export function catalogueCommand(io: Io): Command {
  const command = new Command('catalogue').description('Upkeep of the local catalogue.')
  command
    .command('reindex')
    .description('makes anew what records are found by, while people search; needed when a release says so')
    .option('--after <id>', 'go on after this record, where an earlier run was stopped', wholeNumber, 0)
    .action(({ after }: { after: number }) => runReindex(after, io))
  addMatchPlaces(command, io)
  return command
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('It must be a whole number.')
  return value
}

/** Records between two lines of progress. */
const step = 10_000

async function runReindex(after: number, io: Io): Promise<void> {
  const total = await withDatabase(async (database) => {
    let [total, told] = [0, 0]
    for await (const { last, records } of reindex(database, after)) {
      total = records
      if (records < told + step) continue
      told = records
      io.stderr.write(`${records} records, up to number ${last}\n`)
    }
    return total
  })
  io.stderr.write(`${total} record(s) reindexed\n`)
}
