import { moveItem } from '../catalogue/index.ts'
import { dateIn } from '../kit/calendar/index.ts'
import type { Tx } from '../kit/db/index.ts'
import { audit, mustActIn } from '../kit/index.ts'
import { withCalendars } from './calendars.ts'
import { hold } from './hold.ts'
import { type Patron, patronOf } from './patrons.ts'
import { close } from './reservations/close.ts'
import { isWaitedFor, waiting } from './reservations/queue.ts'
import { type Block, blocksOf, dueOn, ruleFor } from './rules.ts'
import { type CirculationSettings, calendarOf } from './settings.ts'
import type { DeskAct, Held, Loan, Reservation } from './types.ts'
import { rememberScan, standing } from './undo.ts'

/** Why an item is not lent. */
export type LoanRefusal =
  /** It is lent already; see `mine`. */
  | 'on-loan'
  /** It is found for somebody else, or others come first. */
  | 'reserved'
  /** Rules and its status keep it here. */
  | 'not-for-loan'
  /** Another library's item, borrowed for somebody else. */
  | 'others-ill'
  /** Its lender wants it back too soon. */
  | 'lender-due'
  /** It has left the library. */
  | 'withdrawn'
  | Block

export type CheckedOut =
  | { readonly done: true; readonly loan: Loan; readonly held: Held; readonly patron: Patron; readonly undo?: string }
  | {
      readonly done: false
      readonly why: LoanRefusal
      readonly held: Held
      readonly patron: Patron
      /** The patron has it already. */
      readonly mine: boolean
    }

export interface CheckOut extends DeskAct {
  readonly itemId: number
  readonly patronId: string
}

/**
 * Lends an item. Whoever waits for it comes first, and what the patron waited for is fulfilled by it.
 * @throws Problem not-your-branch, item-gone, not-found where there is no such patron
 */
export async function checkOut(tx: Tx, rules: CirculationSettings, act: CheckOut): Promise<CheckedOut> {
  const settings = await withCalendars(tx, rules)
  const { itemId, patronId, branch, by, now } = act
  mustActIn(branch, by)
  const held = await hold(tx, itemId)
  const today = dateIn(calendarOf(settings, branch).timeZone, now)
  const patron = await patronOf(tx, patronId, today, 'hold')
  const verdict = await judge(tx, settings, held, patron, act, today)
  if ('why' in verdict) return { done: false, ...verdict, held, patron, mine: held.loan?.patronId === patronId }
  const before = await standing(tx, held.item)
  const loan = await lend(tx, act, verdict.due)
  await moveItem(tx, itemId, 'on-loan')
  const wish = await wishOf(tx, held, patronId)
  if (wish) await close(tx, wish, 'fulfilled', { by, now })
  await audit(tx, {
    actor: by,
    action: 'loan.check-out',
    subject: { kind: 'item', id: itemId },
    detail: { loan: loan.id, patron: patronId, branch, due: loan.dueOn },
  })
  const undo = await rememberScan(tx, 'check-out', held.item, before, act)
  return { done: true, loan, held, patron, ...(undo !== undefined && { undo }) }
}

async function judge(
  tx: Tx,
  settings: CirculationSettings,
  held: Held,
  patron: Patron,
  { branch, now }: DeskAct,
  today: string,
): Promise<{ readonly due: string } | { readonly why: LoanRefusal }> {
  const { item, available, loan, allocated, ill } = held
  if (item.withdrawn) return { why: 'withdrawn' }
  if (loan) return { why: 'on-loan' }
  if (ill && ill.patronId !== patron.id) return { why: 'others-ill' }
  if (allocated && allocated.patronId !== patron.id) return { why: 'reserved' }
  const rule = ruleFor(settings, item, patron.group, available)
  if (!rule) return { why: 'not-for-loan' }
  const [block] = blocksOf(settings, patron, 'loan', today)
  if (block) return { why: block }
  if (!allocated && (await isWaitedFor(tx, settings, held, patron.id))) return { why: 'reserved' }
  const due = dueOn(settings, rule, { branch, now, lenderDue: ill?.lenderDue })
  return due === undefined ? { why: 'lender-due' } : { due }
}

async function lend(tx: Tx, { itemId, patronId, branch, now }: CheckOut, due: string): Promise<Loan> {
  const lentAt = new Date(now)
  const { id } = await tx
    .insertInto('loans')
    .values({ item_id: itemId, patron_id: patronId, branch, lent_at: lentAt, due_on: due })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, itemId, patronId, branch, lentAt, dueOn: due, renewals: 0 }
}

/** The reservation of the patron's that an item fulfils. */
async function wishOf(tx: Tx, { item, allocated, ill }: Held, patronId: string): Promise<Reservation | undefined> {
  if (allocated) return allocated
  const own = ({ patronId: who }: Reservation) => who === patronId
  const copy = (await waiting(tx, { bibId: item.bibId, itemId: item.id })).find(own)
  return copy ?? (ill ? undefined : (await waiting(tx, { bibId: item.bibId })).find(own))
}
