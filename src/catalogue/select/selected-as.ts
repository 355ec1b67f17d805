import type { Difference } from '../../bib/index.ts'
import { isSame } from '../../bib/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { readBib } from '../records/index.ts'
import { cleanedRecord } from './cleaned.ts'
import { matchOf } from './matches.ts'
import { originKey, readOrigin } from './origin.ts'
import type { SelectRequest } from './types.ts'

/** What a source record that was selected before is in our catalogue. */
export interface SelectedAs {
  readonly bibId: number
  readonly version: number
  /** Since when we have it. */
  readonly since: Date
  /** What laying the source record over ours would change, where it is no longer what it was when it was taken. */
  readonly newer?: { readonly changes: readonly Difference[]; readonly poorer: boolean }
}

/** The record of ours that a source record was selected as, unless it was deleted since. */
export async function selectedAs(
  tx: Tx,
  request: Pick<SelectRequest, 'source' | 'decoded' | 'flavour' | 'settings'>,
): Promise<SelectedAs | undefined> {
  const origin = await readOrigin(tx, originKey(request))
  const bib = origin?.bib_id == null ? undefined : await readBib(tx, origin.bib_id, 'suppressed')
  if (!origin || !bib) return undefined
  const ours = { bibId: bib.id, version: bib.version, since: bib.createdAt }
  if (Buffer.compare(origin.raw, request.decoded.raw) === 0) return ours
  const { changes, poorer } = matchOf(bib, 'origin', cleanedRecord(request), request)
  return changes && !isSame(changes) ? { ...ours, newer: { changes, poorer } } : ours
}
