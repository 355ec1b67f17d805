import type { Person } from '../accounts/index.ts'
import { visitsFor } from '../circulation/index.ts'
import { documentsOf, type Line, type OwnCopy, openRequestStates, ownCopies, type Request } from '../ill/index.ts'
import type { Tx } from '../kit/db/index.ts'
import type { Door } from './door.ts'
import { branchNames } from './item-lists.ts'
import { isHere, ownStanding, type Standing, type Surroundings } from './own-standing.ts'

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

type Own = Pick<OwnRequest, 'request' | 'lines' | 'copies'>

/** A completed request is current as long as its reader has to bring something back, or has a copy to download. */
export const isCurrent = ({ request: { state }, lines, copies }: Own): boolean =>
  openRequestStates.includes(state) || copies.some(({ standing }) => standing === 'ready') || lines.some(isHere)

/** Closed requests are shown so long, to who did not ask for more. */
const remembered = 183 * 86_400_000
const isRecent = ({ changedAt }: Request, now: number): boolean => now - changedAt.getTime() < remembered

/** Whether its reader is shown a request: older ones that have ended, only who wants them kept. */
export const isShown = (own: Own, person: Person | undefined, now: number): boolean =>
  isCurrent(own) || isRecent(own.request, now) || person?.keepsHistory === true
