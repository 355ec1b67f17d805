import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { Cause, Engine } from '../../workflow/index.ts'
import { differencesSaid } from '../differences.ts'
import { detailsOfLending, type LendingDetails, lendingDifferences } from './details.ts'
import { readLending } from './read.ts'

interface Editing extends Omit<Cause, 'form'> {
  /** Of staff, for the history. */
  readonly privateNote?: string | undefined
}

/**
 * Local Change Request Details: what is wanted, and how, as we understand it. The borrowing library is told nothing; what
 * is done and printed afterwards goes by it. Where nothing differs and nothing is noted, nothing happens. Dealt with as a
 * service that is wanted no more, it is dealt with as the first that is. domain/ill.md 2.2, X1.
 * @throws Problem request-gone, and those of the engine's `act`
 */
export async function editLending(
  tx: Tx,
  id: number,
  after: LendingDetails,
  { privateNote, ...cause }: Editing,
  engine: Engine,
): Promise<void> {
  const lending = await readLending(tx, id)
  if (!lending) throw new Problem('request-gone', { id })
  const before = detailsOfLending(lending)
  const changed = differencesSaid(lendingDifferences(before, after))
  const same = cause.expected === undefined || cause.expected === lending.version
  if (changed === '' && !privateNote && same) return
  const { service: now } = lending.data
  const service = after.services.includes(now) ? now : after.services[0]!
  await engine.act(tx, id, 'edit', { ...cause, form: { changed, before, after, service, privateNote } })
}
