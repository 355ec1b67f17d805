import type { Person } from '../accounts/index.ts'
import { visitsFor } from '../circulation/index.ts'
import {
  countRequests,
  documentsOf,
  type Line,
  type OwnCopy,
  type OwnQuery,
  ownCopies,
  type Request,
  type RequestQuery,
} from '../ill/index.ts'
import type { Tx } from '../kit/db/index.ts'
import type { Door } from './door.ts'
import { branchNames } from './item-lists.ts'
import { ownStanding, type Standing, type Surroundings } from './own-standing.ts'

/** A request with all that its reader may know of it. */
export interface OwnRequest extends Surroundings {
  readonly request: Request
  readonly standing: Standing
}

/** Puts beside each of some requests where it stands; `lines` are those of the requests, by their ids. */
export async function ownRequests(
  { ill: { engine }, circulation, clock }: Pick<Door, 'ill' | 'circulation' | 'clock'>,
  tx: Tx,
  requests: readonly Request[],
  lines: ReadonlyMap<number, readonly Line[]>,
): Promise<readonly OwnRequest[]> {
  const ids = requests.map(({ id }) => id)
  const visits = await visitsFor(tx, circulation, ids.map(String), clock.now())
  const documents = await documentsOf(tx, ids)
  const branchName = await branchNames(tx)
  return requests.map((request) => {
    const copies: readonly OwnCopy[] = ownCopies(documents.get(request.id) ?? [], new Date(clock.now()))
    const around = {
      ...{ copies, branchName, lines: lines.get(request.id) ?? [] },
      visits: visits.get(String(request.id)) ?? [],
    }
    return { request, ...around, standing: ownStanding(engine, request, around) }
  })
}

/** Closed requests are shown so long, to who did not ask for more. */
const remembered = 183 * 86_400_000

/** The requests that their reader is shown: older ones that have ended, only who wants them kept. */
export const shownTo = (
  person: Person,
  now: number,
  which: OwnQuery['which'] = 'shown',
): Pick<RequestQuery, 'patronId' | 'own'> => ({
  patronId: person.id,
  own: { which, at: new Date(now), since: person.keepsHistory ? undefined : new Date(now - remembered) },
})

/** Whether its reader is shown a request. */
export const isShown = async (tx: Tx, { id }: Request, person: Person, now: number): Promise<boolean> =>
  (await countRequests(tx, { ids: [id], ...shownTo(person, now) })) === 1
