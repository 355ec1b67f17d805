import { z } from 'zod'
import { isPermission } from '../../../accounts/index.ts'
import { type Lending, type Outlook, outlookOf, readLending, usualDue } from '../../../ill/index.ts'
import type { Tx } from '../../../kit/db/index.ts'
import { Problem } from '../../../problems.ts'
import { type Action, stateLabel } from '../../../workflow/index.ts'
import type { Door } from '../../door.ts'
import { may } from '../../may.ts'
import { whoIs } from '../../requests.ts'
import type { Visitor } from '../../visitor.ts'

export const LendingAddress = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })

/** A request of another library that somebody looks at, with what may be done with it now. */
export interface OpenedLending {
  readonly lending: Lending
  readonly actions: readonly Action[]
}

/** @throws Problem request-gone */
export async function openedLending(
  { database, ill }: Pick<Door, 'database' | 'ill'>,
  visitor: Visitor,
  id: number,
  db: Tx = database.db,
): Promise<OpenedLending> {
  const lending = await readLending(db, id)
  if (!lending) throw new Problem('request-gone', { id })
  const actions = (await ill.engine.actions(db, [id], whoIs(visitor))).get(id) ?? []
  return { lending, actions: actions.filter((action) => mayActOn(visitor, action)) }
}

/** What of it is most likely next, where that follows from what our catalogue has: what is not found cannot be shipped. */
export interface Foreseen extends OpenedLending {
  readonly situation?: Outlook['situation'] | undefined
}

/** A request with what is found of it; its likeliest action follows that. */
export async function foreseen(
  door: Pick<Door, 'circulation'>,
  opened: OpenedLending,
  { tx, today }: { readonly tx: Tx; readonly today: string },
): Promise<Foreseen> {
  const outlook = await outlookOf(tx, door.circulation, opened.lending, today)
  if (outlook === undefined) return opened
  const { situation, events } = outlook
  const possible = new Set(opened.actions.flatMap(({ event, obstacles }) => (obstacles.length === 0 ? [event] : [])))
  const likeliest = events.find((event) => possible.has(event))
  const actions = opened.actions.map((action) => ({ ...action, primary: action.event === likeliest }))
  return { ...opened, actions, situation }
}

/** Whether somebody has what an event asks of whoever causes it. */
export const mayActOn = (visitor: Visitor, { permission }: { readonly permission?: string | undefined }): boolean =>
  permission === undefined || (isPermission(permission) && may(visitor, permission))

/** When what is lent or renewed now is due, unless somebody says otherwise. YYYY-MM-DD. */
export const usualDueOf = (
  { database, circulation, clock, ill }: Pick<Door, 'database' | 'circulation' | 'clock' | 'ill'>,
  lending: Lending,
): Promise<string> =>
  usualDue(database.db, lending, { circulation, lendingDays: ill.settings.lendingDays, now: clock.now() })

/** What its status is called. */
export const lendingStatus = ({ ill: { engine } }: Pick<Door, 'ill'>, { state, lastEvent }: Lending): string =>
  stateLabel(engine.machine('lending').definition, { state, lastEvent }) ?? state
