import type { Service } from '../citation-form/index.ts'
import type { LenderLine, LenderStanding } from '../lenders/index.ts'
import { type Money, moneyIn, moneyText } from '../money/index.ts'
import type { RotaSettings, Sorting } from './settings.ts'

/** A lender that may be asked, with what is known of it for this request. */
export interface RotaCandidate {
  readonly lender: LenderLine
  readonly standing: LenderStanding
  /** How it is known to have it: the target the record came from, another that shows it, or the record itself. */
  readonly holding?: { readonly by: 'source' | 'target' | 'record'; readonly label: string } | undefined
  /** The lender’s own number of its record, and where the book stands there. */
  readonly recordId?: string | undefined
  readonly callNumber?: string | undefined
  /** How often it was asked of late, for any request; how much it sent us in the last year, and we sent it. */
  readonly asked: number
  readonly lent: number
  readonly borrowed: number
  /** It is on this request’s list already. */
  readonly listed: boolean
}

export interface RotaEntry extends RotaCandidate {
  /** Why it stands where it does, in words. */
  readonly why: readonly string[]
}

/** A rota as it would be built. */
export interface RotaDraft {
  readonly entries: readonly RotaEntry[]
  /** Lenders that were thought of, and why they are not asked. */
  readonly left: readonly (RotaCandidate & { readonly because: string })[]
  /** We have it ourselves, as it seems: somebody has to look before anybody else is asked. */
  readonly own: boolean
  /** Holdings of which nobody said whose they are. */
  readonly unresolved: readonly string[]
}

export interface Ordering {
  readonly settings: RotaSettings
  readonly service: Service
  /** Our own symbol. */
  readonly symbol: string | undefined
}

/**
 * Sorts candidates into a rota: leaves out who cannot or should not be asked, puts the others in the house’s order, lenders
 * of last resort behind all of them. Depends on its arguments alone. domain/ill.md 4.
 */
export function orderRota(
  candidates: readonly RotaCandidate[],
  ordering: Ordering,
  unresolved: readonly string[] = [],
): RotaDraft {
  const { settings, symbol } = ordering
  const judged = candidates.map((one) => ({ ...one, because: whyLeft(one, ordering) }))
  const fit = judged.filter(({ because }) => because === undefined).sort(inOrder(ordering))
  const entries = fit.slice(0, settings.most).map((one) => {
    const { because: _, ...candidate } = one
    return { ...candidate, why: whyThere(candidate, ordering) }
  })
  const left = [
    ...judged.flatMap(({ because, ...one }) => (because === undefined ? [] : [{ ...one, because }])),
    ...fit.slice(settings.most).map((one) => ({ ...one, because: 'the rota has enough lenders' })),
  ]
  const own = candidates.some(({ lender, holding }) => holding !== undefined && isSame(lender.symbol, symbol))
  return { entries, left, own, unresolved }
}

const isSame = (one: string, other: string | undefined) => one.toLowerCase() === other?.toLowerCase()
const isAmong = (symbol: string, list: readonly string[]) => list.some((one) => isSame(symbol, one))

const costOf = ({ lender }: RotaCandidate, service: Service) => (service === 'loan' ? lender.loanCost : lender.copyCost)

function whyLeft(candidate: RotaCandidate, { settings, service, symbol }: Ordering): string | undefined {
  const { lender, standing, listed } = candidate
  if (isSame(lender.symbol, symbol)) return 'this is our own library: look at the shelf first'
  if (listed) return 'it is on the list already'
  if (standing === 'suspended') return `it takes no requests until ${lender.suspendedUntil}`
  if (standing !== 'open') return standing === 'closed' ? 'it takes no requests' : 'it is in the directory no more'
  if (service === 'loan' ? !lender.lends : !lender.copies)
    return service === 'loan' ? 'it does not lend' : 'it sends no copies'
  if (isAmong(lender.symbol, settings.never)) return 'the house never asks it by a rota'
  if (isAbove(priceOf(candidate, service), moneyIn(settings.mostCost)))
    return `it costs ${price(candidate, service)}, more than ${settings.mostCost}`
  return undefined
}

const holdings = ['source', 'target', 'record'] as const
const nearness = ['in the same place', 'in the same region', 'in the same country', 'farther away'] as const

const tierOf = ({ lender }: RotaCandidate, { tiers }: RotaSettings) => {
  const at = tiers.findIndex((tier) => isAmong(lender.symbol, tier))
  return at < 0 ? tiers.length : at
}

/** 0 in the same place … 3 farther away, or nobody knows. */
function distanceOf({ lender }: RotaCandidate, { home }: RotaSettings): number {
  const same = (one: string, other: string | undefined) => one !== '' && one.toLowerCase() === other?.toLowerCase()
  if (same(lender.place, home.place)) return 0
  if (same(lender.region, home.region)) return 1
  return same(lender.country, home.country) ? 2 : 3
}

/** The less, the sooner; what follows decides where the first is the same. */
const ranks: Readonly<Record<Sorting, (candidate: RotaCandidate, ordering: Ordering) => readonly number[]>> = {
  holding: ({ holding }) => [holding ? holdings.indexOf(holding.by) : holdings.length],
  tier: (candidate, { settings }) => [tierOf(candidate, settings)],
  near: (candidate, { settings }) => [distanceOf(candidate, settings)],
  // What it costs where nobody knows is likely to be more than where somebody does.
  cost: (candidate, { service }) => [Number(costOf(candidate, service) ?? Number.MAX_VALUE)],
  // Whoever never borrows has no debt to pay off: it comes behind all that do.
  balance: ({ asked, lent, borrowed }) => [borrowed === 0 ? Number.MAX_VALUE : lent / borrowed, asked],
}

const inOrder = (ordering: Ordering) => (one: RotaCandidate, other: RotaCandidate) => {
  const last = Number(one.lender.lastResort) - Number(other.lender.lastResort)
  if (last !== 0) return last
  for (const sorting of ordering.settings.order) {
    const theirs = ranks[sorting](other, ordering)
    const by = ranks[sorting](one, ordering)
      .map((rank, at) => rank - theirs[at]!)
      .find((difference) => difference !== 0)
    if (by !== undefined) return by
  }
  return one.lender.symbol < other.lender.symbol ? -1 : 1
}

const priceOf = (candidate: RotaCandidate, service: Service): Money | undefined => {
  const amount = costOf(candidate, service)
  return amount === null ? undefined : { amount, currency: candidate.lender.currency }
}
const price = (candidate: RotaCandidate, service: Service) => moneyText(priceOf(candidate, service))

/** Known to be more: of two currencies nobody knows. */
const isAbove = (price: Money | undefined, most: Money | undefined) =>
  price !== undefined &&
  most !== undefined &&
  (!price.currency || !most.currency || price.currency === most.currency) &&
  Number(price.amount) > Number(most.amount)

/** What was looked at, in the order it was: whoever reads it sees why one stands before another. */
function whyThere(candidate: RotaCandidate, { settings, service }: Ordering): readonly string[] {
  const { holding, asked, lent, borrowed, lender } = candidate
  const tier = tierOf(candidate, settings)
  const distance = distanceOf(candidate, settings)
  const cost = costOf(candidate, service)
  const words: Readonly<Record<Sorting, string | undefined>> = {
    holding: holding ? `has it: ${holding.label}` : 'not known to have it',
    tier: tier < settings.tiers.length ? `group ${tier + 1}` : undefined,
    near: distance < 3 ? nearness[distance] : undefined,
    cost: cost === null ? undefined : Number(cost) === 0 ? 'free of charge' : `costs ${price(candidate, service)}`,
    balance: [
      lent + borrowed > 0 && `sent us ${lent} and got ${borrowed} in a year`,
      asked > 0 && `asked ${asked === 1 ? 'once' : `${asked} times`} of late`,
    ]
      .filter(Boolean)
      .join(', '),
  }
  return [...(lender.lastResort ? ['asked last'] : []), ...settings.order.flatMap((one) => words[one] || [])]
}
