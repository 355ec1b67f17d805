import type { Response } from 'express'
import { z } from 'zod'
import { isPermission } from '../../../accounts/index.ts'
import { type Line, linesOf, type Request, readRequest } from '../../../ill/index.ts'
import type { Tx } from '../../../kit/db/index.ts'
import { Problem } from '../../../problems.ts'
import type { Action, Undoable } from '../../../workflow/index.ts'
import type { Door } from '../../door.ts'
import { mayIn } from '../../may.ts'
import { whoIs, worksOn } from '../../requests.ts'
import type { Exchange } from '../../route.ts'
import type { Visitor } from '../../visitor.ts'

export const RequestAddress = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
export const LineAddress = RequestAddress.extend({
  line: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
})

/** A request that somebody looks at: with its lenders, and what may be done with each now. */
export interface OpenedRequest {
  readonly request: Request
  readonly lines: readonly Line[]
  /** By the id of the request or the line. */
  readonly actions: ReadonlyMap<number, readonly Action[]>
}

/** Whether somebody may take back what colleagues did with a request. */
export const mayUndoFor = (visitor: Visitor, { pickupBranch }: Pick<Request, 'pickupBranch'>): boolean =>
  mayIn(visitor, 'admin', pickupBranch)

/** What Undo would take back of a request and its lines, by their ids. */
export const undoableOf = (
  door: Door,
  visitor: Visitor,
  { request, lines }: OpenedRequest,
): Promise<ReadonlyMap<number, Undoable>> =>
  door.ill.engine.undoable(
    door.database.db,
    [request.id, ...lines.map(({ id }) => id)],
    whoIs(visitor),
    mayUndoFor(visitor, request),
  )

/** @throws Problem request-gone, also where it belongs to a branch the visitor has no right in */
export async function openRequest(
  door: Pick<Door, 'database' | 'clock' | 'ill'>,
  visitor: Visitor,
  id: number,
  db: Tx = door.database.db,
): Promise<OpenedRequest> {
  const request = await readRequest(db, { id })
  if (!request || !worksOn(visitor, request)) throw new Problem('request-gone', { id })
  const lines = (await linesOf(db, [id], new Date(door.clock.now()))).get(id)!
  const ids = [id, ...lines.map((line) => line.id)]
  const all = await door.ill.engine.actions(db, ids, whoIs(visitor))
  const actions = new Map([...all].map(([of, some]) => [of, some.filter((action) => mayAct(visitor, action, request))]))
  return { request, lines, actions }
}

/** The same with one of its lines, where one is named. @throws Problem not-found for a line of another request */
export async function openLine(
  door: Door,
  { visitor }: Pick<Exchange, 'visitor'>,
  id: number,
  lineId: number | undefined,
): Promise<OpenedRequest & { readonly line: Line | undefined }> {
  const opened = await openRequest(door, visitor, id)
  const line = lineId === undefined ? undefined : opened.lines.find((one) => one.id === lineId)
  if (lineId !== undefined && !line) throw new Problem('not-found', { what: 'line' })
  return { ...opened, line }
}

/** What a form of ours is known by, that is sent once. */
export function pageKey(body: Readonly<Record<string, unknown>>): string | undefined {
  const { key } = body
  return typeof key === 'string' && key.startsWith('page:') ? key.slice(0, 80) : undefined
}

/** Whether somebody has what an event asks of whoever causes it, beyond seeing the request. */
export const mayAct = (
  visitor: Visitor,
  { permission }: { readonly permission?: string | undefined },
  { pickupBranch }: Pick<Request, 'pickupBranch'>,
): boolean => permission === undefined || (isPermission(permission) && mayIn(visitor, permission, pickupBranch))

/** What the borrower's own dialog follows by itself; leaving that leaves the request open. */
export const received: ReadonlySet<string> = new Set(['receivedAsLoan', 'receivedAsCopy'])

/** A request that was cancelled or has expired stays what it is, though the book came. */
export async function mayComplete(door: Door, visitor: Visitor, id: number): Promise<boolean> {
  const { actions } = await openRequest(door, visitor, id)
  return actions.get(id)?.some(({ event, obstacles }) => event === 'complete' && obstacles.length === 0) ?? false
}

/** Where somebody goes after an act, and what was done, with which line where it was one's. */
export const afterAct = (res: Response, to: string, done: string, line?: number): void =>
  res.redirect(
    303,
    `${to}${to.includes('?') ? '&' : '?'}done=${encodeURIComponent(done)}${line === undefined ? '' : `&on=${line}`}`,
  )
