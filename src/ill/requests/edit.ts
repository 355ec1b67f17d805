import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { Cause, Engine } from '../../workflow/index.ts'
import { changesIn, detailsOf, type RequestDetails } from './details.ts'
import { readRequest } from './read.ts'

interface Editing extends Omit<Cause, 'form'> {
  /** Of staff, for the history. */
  readonly privateNote?: string | undefined
}

/**
 * Changes the details of a request: its history tells what they were and are. Lenders asked before keep what they were
 * told; later ones hear the new. Where nothing differs and nothing is noted, nothing happens.
 * @throws Problem request-gone, and those of the engine's `act`
 */
export async function editRequest(
  tx: Tx,
  id: number,
  after: RequestDetails,
  { privateNote, ...cause }: Editing,
  engine: Engine,
): Promise<void> {
  const request = await readRequest(tx, { id })
  if (!request) throw new Problem('request-gone', { id })
  const before = detailsOf(request)
  const changed = changesIn(before, after)
  const same = cause.expected === undefined || cause.expected === request.version
  if (changed === '' && !privateNote && same) return
  await engine.act(tx, id, 'edit', { ...cause, form: { changed, before, after, privateNote } })
}
