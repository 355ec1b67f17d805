import { dateIn } from '../kit/calendar/index.ts'
import type { Tx } from '../kit/db/index.ts'
import { audit, mustActIn } from '../kit/index.ts'
import { withCalendars } from './calendars.ts'
import { hold, readLoan } from './hold.ts'
import { patronOf } from './patrons.ts'
import { isWaitedFor } from './reservations/queue.ts'
import { type Block, blocksOf, dueOn, latestDue, ruleFor } from './rules.ts'
import { type CirculationSettings, calendarOf } from './settings.ts'
import type { DeskAct, Held, IllItem, Loan } from './types.ts'

/** Why a loan is not renewed. */
export type RenewalRefusal =
  /** It has ended. */
  | 'returned'
  /** As often as the rules allow. */
  | 'often-enough'
  /** Others wait for it. */
  | 'reserved'
  | 'not-for-loan'
  /** The lender wants it back: to keep it longer, the lender has to be asked. */
  | 'lender-due'
  /** It would not be due any later. */
  | 'no-later'
  | Block

export type Renewed =
  | { readonly done: true; readonly loan: Loan; readonly held: Held }
  | {
      readonly done: false
      readonly why: RenewalRefusal
      readonly loan?: Loan
      readonly held?: Held
      /** Whose lender may be asked. */
      readonly ill?: IllItem
    }

export interface Renewal extends Omit<DeskAct, 'branch'> {
  readonly loanId: string
  /** Whose loan it must be, when a patron asks. */
  readonly patronId?: string
}

/**
 * Lends for longer what somebody has, from today on; never shorter than it was. At the desk or by the patron.
 * @throws Problem not-your-branch
 */
export async function renewLoan(tx: Tx, rules: CirculationSettings, act: Renewal): Promise<Renewed> {
  const settings = await withCalendars(tx, rules)
  const known = await readLoan(tx, act.loanId)
  if (!known || (act.patronId !== undefined && known.patronId !== act.patronId)) return { done: false, why: 'returned' }
  const held = await hold(tx, known.itemId)
  const { loan, ill } = held
  // It may have come back, and gone out again, before it was held.
  if (loan?.id !== act.loanId) return { done: false, why: 'returned' }
  mustActIn(loan.branch, act.by)
  const verdict = await judge(tx, settings, held, loan, act.now)
  if ('why' in verdict) return { done: false, ...verdict, loan, held, ...(ill && { ill }) }
  const renewals = loan.renewals + 1
  await tx
    .updateTable('loans')
    .set({ due_on: verdict.due, renewals, renewed_at: new Date(act.now), notices: 0, noticed_at: null })
    .where('id', '=', loan.id)
    .execute()
  await audit(tx, {
    actor: act.by,
    action: 'loan.renew',
    subject: { kind: 'item', id: loan.itemId },
    detail: { loan: loan.id, patron: loan.patronId, due: verdict.due, was: loan.dueOn, renewals },
  })
  return { done: true, loan: { ...loan, dueOn: verdict.due, renewals }, held }
}

async function judge(
  tx: Tx,
  settings: CirculationSettings,
  held: Held,
  loan: Loan,
  now: number,
): Promise<{ readonly due: string } | { readonly why: RenewalRefusal }> {
  const { item, available, ill } = held
  // Another library asks for that itself.
  if (loan.patronId === undefined) return { why: 'not-for-loan' }
  const today = dateIn(calendarOf(settings, loan.branch).timeZone, now)
  const patron = await patronOf(tx, loan.patronId, today)
  const [block] = blocksOf(settings, patron, 'renewal', today)
  if (block) return { why: block }
  const rule = ruleFor(settings, item, patron.group, available)
  if (!rule) return { why: 'not-for-loan' }
  if (await isWaitedFor(tx, settings, held, patron.id)) return { why: 'reserved' }
  if (loan.renewals >= rule.renewals) return { why: 'often-enough' }
  const due = dueOn(settings, rule, { branch: loan.branch, now, lenderDue: ill?.lenderDue })
  if (due !== undefined && due > loan.dueOn) return { due }
  const latest = latestDue(settings, { lenderDue: ill?.lenderDue })
  const isBound = latest !== undefined && dueOn(settings, rule, { branch: loan.branch, now }) !== due
  return { why: isBound ? 'lender-due' : 'no-later' }
}
