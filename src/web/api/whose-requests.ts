import type { Person } from '../../accounts/index.ts'
import { type Line, linesOf, parseRequestNumber, type Request, readRequest } from '../../ill/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { Action } from '../../workflow/index.ts'
import type { Door } from '../door.ts'
import { mayIn } from '../may.ts'
import { isShown, type OwnRequest, ownRequests } from '../own-requests.ts'
import { openRequest } from '../pages/requests/opened.ts'
import { pickupsOf, whoIs } from '../requests.ts'
import type { Visitor } from '../visitor.ts'
import { type ActionView, actionViews } from './action-views.ts'
import { editAction } from './edit-request.ts'
import { ownView, requestView } from './request-views.ts'

/** A request as whoever asks may know it. */
export interface Known {
  readonly audience: 'staff' | 'patron'
  readonly request: Request
  readonly lines: readonly Line[]
  /** For its reader. */
  readonly own?: OwnRequest | undefined
  /** By the id of the request or, for staff, of the line. */
  readonly actions: ReadonlyMap<number, readonly Action[]>
}

/**
 * The reader to whose own requests somebody is kept; undefined for staff.
 * @throws Problem not-allowed for who is neither: an account or program that may only place its own, and has none
 */
export function readerAmong(visitor: Visitor): Person | undefined {
  if (visitor.person?.kind === 'patron') return visitor.person
  if (!mayIn(visitor, 'requests', undefined)) throw new Problem('not-allowed')
  return undefined
}

/** @throws Problem request-gone, also for what is another reader's or branch's */
export async function knownRequest(door: Door, visitor: Visitor, asked: string, tx: Tx): Promise<Known> {
  const reader = readerAmong(visitor)
  const id = parseRequestNumber(asked)
  const request = await readRequest(tx, id === undefined ? { publicId: asked } : { id })
  if (!request) throw new Problem('request-gone', { id: asked })
  if (reader === undefined) {
    const opened = await openRequest(door, visitor, request.id, tx)
    const ofRequest = [...(opened.actions.get(request.id) ?? []), ...editAction(door, visitor, opened.request)]
    return { audience: 'staff', ...opened, actions: new Map([...opened.actions, [request.id, ofRequest]]) }
  }
  if (!(await isShown(tx, request, reader, door.clock.now()))) throw new Problem('request-gone', { id: asked })
  const lines = (await linesOf(tx, [request.id], new Date(door.clock.now()))).get(request.id)!
  const [own] = await ownRequests(door, tx, [request], new Map([[request.id, lines]]))
  return {
    ...{ audience: 'patron', request, lines, own },
    actions: await door.ill.engine.actions(tx, [request.id], whoIs(visitor)),
  }
}

/** @throws Problem not-found */
export function lineOf({ lines }: Known, id: number): Line {
  const line = lines.find((one) => one.id === id)
  if (!line) throw new Problem('not-found', { what: 'lender line' })
  return line
}

/** What the API shows of a request, with what may be done with it now. */
export async function viewOf(door: Door, known: Known, tx: Tx) {
  const { request, lines, own } = known
  const views = await viewsOfActions(tx, known)
  const actionsOf = (id: number) => views.get(id) ?? []
  if (own) return { ...ownView(own), actions: actionsOf(request.id) }
  return requestView(door.ill.engine, request, lines, actionsOf)
}

export async function viewsOfActions(
  tx: Tx,
  { audience, request, actions }: Pick<Known, 'audience' | 'request' | 'actions'>,
): Promise<ReadonlyMap<number, readonly ActionView[]>> {
  const view = actionViews(tx, audience, pickupsOf(request))
  const views = new Map<number, ActionView[]>()
  for (const [id, all] of actions) {
    const shown: ActionView[] = []
    for (const action of all) shown.push(await view(action))
    views.set(id, shown)
  }
  return views
}
