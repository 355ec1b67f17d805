import { branches } from '../catalogue/index.ts'
import { todayAt } from '../circulation/index.ts'
import { type CitationFormOptions, type Request, type RequestDetails, type Wanted, wantedOf } from '../ill/index.ts'
import type { Tx } from '../kit/db/index.ts'
import { mustActIn } from '../kit/index.ts'
import type { Door } from './door.ts'
import type { Visitor } from './visitor.ts'

/**
 * What the details of a request are judged by: days by the clock of its pickup place. What was chosen once stays allowed: a day that is over by now, a place that is no longer used.
 * @param wanted the pickup place it is to have
 */
export async function detailsJudgedBy(
  { clock, circulation }: Pick<Door, 'clock' | 'circulation'>,
  tx: Tx,
  { pickupBranch, neededBy }: Pick<Request, 'pickupBranch' | 'neededBy'>,
  wanted: string | undefined,
): Promise<CitationFormOptions> {
  const today = await todayAt(tx, circulation, wanted, clock.now())
  const all = await branches(tx)
  return {
    today: neededBy && neededBy < today ? neededBy : today,
    pickups: all.filter(({ active, code }) => active || code === pickupBranch).map(({ code }) => code),
  }
}

/**
 * The details a request is to have. Where the house has no statement on copyright, nobody agrees to one anew.
 * @throws Problem not-your-branch for a pickup place that is new and the visitor has no right in
 */
export function detailsAfter(
  { ill: { settings } }: Pick<Door, 'ill'>,
  { actor }: Visitor,
  { copyrightAt, pickupBranch }: Pick<Request, 'copyrightAt' | 'pickupBranch'>,
  fields: Parameters<typeof wantedOf>[0],
  agreed: boolean,
): RequestDetails {
  const { service, citation, notes, neededBy, pickup }: Wanted = wantedOf(fields)
  if (pickup !== null && pickup !== pickupBranch) mustActIn(pickup, actor)
  return {
    ...{ service, citation: { ...citation }, neededBy, note: notes, pickupBranch: pickup },
    copyrightAgreed: settings.copyrightStatement ? agreed : copyrightAt !== null,
  }
}
