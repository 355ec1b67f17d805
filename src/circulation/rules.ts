import type { Item } from '../catalogue/index.ts'
import { addDays, dateIn, nextOpenDay, previousOpenDay } from '../kit/calendar/index.ts'
import { type CirculationSettings, calendarOf, type LoanRule, type PatronLimits } from './settings.ts'

/** What lending rules ask of an item. */
export type Ruled = Pick<Item, 'status' | 'collection' | 'location' | 'branch'>

const conditions = ['status', 'collection', 'location', 'branch', 'group'] as const

/**
 * The rule an item is lent to a group by; undefined where it is not lent. An item whose status counts as unavailable is
 * lent only by a rule that names that status.
 */
export function ruleFor(
  { loans }: CirculationSettings,
  item: Ruled,
  group: string | undefined,
  available: boolean,
): LoanRule | undefined {
  const facts: Readonly<Record<string, string | undefined>> = { ...item, group }
  const rule = loans.find((one) => conditions.every((name) => one[name] === undefined || one[name] === facts[name]))
  return rule && rule.days > 0 && (available || rule.status !== undefined) ? rule : undefined
}

/** What bounds a loan besides its rule: an item of another library's goes home in time. */
export interface LenderBound {
  /** YYYY-MM-DD; unknown where the lender said none. */
  readonly lenderDue?: string | undefined
}

/** The last day a patron may have an item of another library's; undefined where nothing is known. */
export const latestDue = ({ ill }: CirculationSettings, { lenderDue }: LenderBound): string | undefined =>
  lenderDue === undefined ? undefined : addDays(lenderDue, -ill.daysBeforeLender)

/**
 * When an item lent today is due: by its rule on the next day the branch is open, but never later than its lender
 * allows, then on the last open day before. Undefined where that day is over.
 */
export function dueOn(
  settings: CirculationSettings,
  rule: LoanRule,
  { branch, now, ...bound }: { readonly branch: string; readonly now: number } & LenderBound,
): string | undefined {
  const calendar = calendarOf(settings, branch)
  const today = dateIn(calendar.timeZone, now)
  const usual = nextOpenDay(calendar, addDays(today, rule.days))
  const latest = latestDue(settings, bound)
  if (latest === undefined || usual <= latest) return usual
  const last = previousOpenDay(calendar, latest)
  // Where today is the only day left, it is one although the branch may be closed.
  return last >= today ? last : latest >= today ? today : undefined
}

/** Why somebody may not borrow, or reserve. */
export type Block = 'closed' | 'blocked' | 'expired' | 'limit' | 'overdue'

/** What is known of a patron when something is asked. */
export interface Standing {
  readonly active: boolean
  readonly blocked: boolean
  /** The last day the card is valid. */
  readonly expiresOn?: string | undefined
  readonly group?: string | undefined
  readonly loans: number
  readonly overdue: number
  readonly reservations: number
}

export const limitsOf = ({ patrons }: CirculationSettings, group: string | undefined): PatronLimits =>
  (group !== undefined && Object.hasOwn(patrons.groups, group) ? patrons.groups[group] : undefined) ?? patrons.limits

/** What stands against a patron who wants to borrow or reserve one thing more, worst first; nothing where all is well. */
export function blocksOf(
  settings: CirculationSettings,
  standing: Standing,
  wants: 'loan' | 'renewal' | 'reservation',
  today: string,
): Block[] {
  const limits = limitsOf(settings, standing.group)
  const full =
    (wants === 'loan' && standing.loans >= limits.loans) ||
    (wants === 'reservation' && standing.reservations >= limits.reservations)
  return [
    ...(standing.active ? [] : ['closed' as const]),
    ...(standing.blocked ? ['blocked' as const] : []),
    ...(standing.expiresOn !== undefined && standing.expiresOn < today ? ['expired' as const] : []),
    ...(wants !== 'renewal' && limits.overdue !== undefined && standing.overdue >= limits.overdue
      ? ['overdue' as const]
      : []),
    ...(full ? ['limit' as const] : []),
  ]
}
