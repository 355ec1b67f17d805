import {
  countRequests,
  listRequests,
  type Request,
  type RequestQuery,
  type RequestSort,
} from '../../../../ill/index.ts'
import type { Action } from '../../../../workflow/index.ts'
import type { Door } from '../../../door.ts'
import { clockOf } from '../../../house-clock.ts'
import { listedFor, pickupsOf, whoIs } from '../../../requests.ts'
import type { Visitor } from '../../../visitor.ts'
import { mayAct } from '../opened.ts'
import { requestStatus } from '../words.ts'
import { type BulkEvent, mostAtOnce } from './bulk-address.ts'

/** What stands behind a box that was ticked: a request, or a lender's line. */
export interface Ticked {
  readonly id: number
  /** As it was seen. */
  readonly version: number
  /** Its page, what that is called, and what it is about. */
  readonly to: string
  readonly name: string
  readonly title: string
}

/** One that was chosen, and whether what is wanted can be done with it. */
export interface Chosen {
  readonly ticked: Ticked
  /** Why it cannot be done; undefined where it can. */
  readonly why: string | undefined
}

export interface Choice {
  readonly chosen: readonly Chosen[]
  /** How many were meant: more than are chosen where they are too many at once. */
  readonly meant: number
  /** Where they are picked up. */
  readonly pickups: readonly string[]
}

/** What several are ticked on, and where what is done with them is sent. */
export interface Several {
  /** One of them, in a word. */
  readonly noun: string
  readonly path: string
  /** What its boxes send. */
  readonly box: 'id' | 'line'
  /** The address they were ticked on, and what is called so. */
  readonly back: string
  readonly backWords: string
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
  const { engine } = door.ill
  const seen = { ...query, ...listedFor(visitor, await clockOf(door, db)) }
  const { requests } = await listRequests(db, seen, { sort, limit: mostAtOnce })
  const meant = requests.length < mostAtOnce ? requests.length : await countRequests(db, seen)
  const ids = requests.map(({ id }) => id)
  const actions = await engine.actions(db, ids, whoIs(visitor))
  const chosen = requests.map((request): Chosen => {
    const { id, version, number, title, state } = request
    const action = actions.get(id)?.find((one) => one.event === event)
    return {
      ticked: { id, version, to: `/requests/${id}`, name: number, title },
      why: whyNot(door, visitor, request, action, {
        ...{ machine: 'request', event, state, status: requestStatus(engine, request) },
      }),
    }
  })
  return { chosen, meant, pickups: pickupsOf(...requests) }
}

interface Stands {
  readonly machine: string
  readonly event: string
  readonly state: string
  /** The state in words. */
  readonly status: string
}

/** Why something cannot be done with a request, or with a line of it; undefined where it can. */
export function whyNot(
  { ill: { engine } }: Door,
  visitor: Visitor,
  request: Request,
  action: Action | undefined,
  { machine, event, state, status }: Stands,
): string | undefined {
  if (action && !mayAct(visitor, action, request)) return 'your account does not allow this'
  if (action) return action.obstacles.length > 0 ? action.obstacles.join('; ') : undefined
  const offered = engine.policy.menu(machine, state, whoIs(visitor)).offers(event)
  return offered ? `not possible while it is ${status}` : 'the rules of this library leave it out here'
}
