import { branches } from '../catalogue/index.ts'
import { type CitationFormOptions, type Request, type RequestDetails, type Wanted, wantedOf } from '../ill/index.ts'
import type { Tx } from '../kit/db/index.ts'
import { mustActIn } from '../kit/index.ts'
import type { Door } from './door.ts'
import type { Visitor } from './visitor.ts'

/** What the details of a request are judged by. What was chosen once stays allowed: a day that is over by now, a place that is no longer used. */
export async function detailsJudgedBy(
  { clock }: Pick<Door, 'clock'>,
  tx: Tx,
  { pickupBranch, neededBy }: Pick<Request, 'pickupBranch' | 'neededBy'>,
): Promise<CitationFormOptions> {
  const today = new Date(clock.now()).toISOString().slice(0, 10)
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
