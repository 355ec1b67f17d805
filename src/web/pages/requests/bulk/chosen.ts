import {
  countRequests,
  listRequests,
  type Request,
  type RequestQuery,
  type RequestSort,
} from '../../../../ill/index.ts'
import type { Action } from '../../../../workflow/index.ts'
import type { Door } from '../../../door.ts'
import { branchesOf, whoIs } from '../../../requests.ts'
import type { Visitor } from '../../../visitor.ts'
import { mayAct } from '../opened.ts'
import { requestStatus } from '../words.ts'
import { type BulkEvent, mostAtOnce } from './bulk-address.ts'

/** A request that was chosen, and whether what is wanted can be done with it. */
export interface Chosen {
  readonly request: Request
  /** The action as it stands for this request; undefined where it has none such. */
  readonly action: Action | undefined
  /** Why it cannot be done; undefined where it can. */
  readonly why: string | undefined
}

export interface Choice {
  readonly chosen: readonly Chosen[]
  /** How many were meant: more than are chosen where they are too many at once. */
  readonly meant: number
}

/** The requests a query means, in order, as many as are acted on in one go, each judged for an event. */
export async function chooseFor(
  door: Door,
  visitor: Visitor,
  event: BulkEvent,
  query: RequestQuery,
  sort: RequestSort,
): Promise<Choice> {
  const { db } = door.database
  const seen = { ...query, branches: branchesOf(visitor) }
  const { requests } = await listRequests(db, seen, { sort, limit: mostAtOnce })
  const meant = requests.length < mostAtOnce ? requests.length : await countRequests(db, seen)
  const ids = requests.map(({ id }) => id)
  const actions = await door.ill.engine.actions(db, ids, whoIs(visitor))
  const chosen = requests.map((request): Chosen => {
    const action = actions.get(request.id)?.find((one) => one.event === event)
    return { request, action, why: whyNot(door, visitor, event, request, action) }
  })
  return { chosen, meant }
}

function whyNot(
  { ill: { engine } }: Door,
  visitor: Visitor,
  event: BulkEvent,
  request: Request,
  action: Action | undefined,
): string | undefined {
  if (action && !mayAct(visitor, action, request)) return 'your account does not allow this'
  if (action) return action.obstacles.length > 0 ? action.obstacles.join('; ') : undefined
  const offered = engine.policy.menu('request', request.state, whoIs(visitor)).offers(event)
  return offered
    ? `not possible while it is ${requestStatus(engine, request)}`
    : 'the rules of this library leave it out here'
}
