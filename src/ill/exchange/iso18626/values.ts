import {
  type AgencyId,
  type Costs,
  canonical,
  type Incomplete,
  LoanCondition,
  type PhysicalAddress,
} from '../../../standards/iso18626/index.ts'
import { normaliseSymbol, symbolValue } from '../../lenders/symbol.ts'
import { type Money, moneyHeard } from '../../money/index.ts'
import type { PostalAddress } from '../message.ts'
import { oneLine } from './lines.ts'

/** Single values, neutral to ISO 18626 and back. */

export function agencyId(symbol: string): AgencyId {
  const value = symbolValue(symbol)
  return { agencyIdType: { code: symbol.slice(0, Math.max(symbol.indexOf(':'), 0)) || 'ISIL' }, agencyIdValue: value }
}

/** `TYPE:value`; of nobody, the empty text. Some repeat the type before the value. */
export function symbolOf(id: Incomplete<AgencyId> | undefined): string {
  const value = id?.agencyIdValue ?? ''
  const type = id?.agencyIdType?.code ?? ''
  if (value === '') return ''
  const repeated = type === '' || value.toUpperCase().startsWith(`${type.toUpperCase()}:`)
  return repeated ? normaliseSymbol(value) : `${type.toUpperCase()}:${value}`
}

/** A day as a time: noon in UTC, which is that day in every zone from −12 to +11. */
export const timeOf = (day: string): string => `${day}T12:00:00Z`

/** The day that whoever wrote the time had in mind. Year 1 is how some programs say that they know none. */
export const dayOf = (time: string | undefined): string | undefined =>
  time === undefined || time.startsWith('0001-') ? undefined : time.slice(0, 10)

export const costs = ({ amount, currency }: Money): Costs => ({
  currencyCode: { code: currency ?? '' },
  monetaryValue: amount,
})

export const moneyOf = (read: Incomplete<Costs> | undefined): Money | undefined =>
  moneyHeard(read?.monetaryValue, read?.currencyCode?.code)

/** Two lines above the place: what does not fit is joined to the second. */
export function physicalAddress(address: PostalAddress): PhysicalAddress | undefined {
  const [line1, ...others] = (address.street ?? '').split(/\s*[\r\n]+\s*/).filter((line) => line !== '')
  return given({
    line1,
    line2: others.join(', ') || undefined,
    locality: address.place,
    postalCode: address.postalCode,
    region: address.region,
    country: address.country ? { code: address.country } : undefined,
  })
}

export function postalAddress(
  name: string | undefined,
  read: Incomplete<PhysicalAddress> | undefined,
): PostalAddress | undefined {
  return given({
    name,
    street: [read?.line1, read?.line2].filter(Boolean).join('\n') || undefined,
    postalCode: read?.postalCode,
    place: read?.locality,
    region: read?.region,
    country: read?.country?.code || undefined,
  })
}

/** An address as lines of a note. */
export const addressLines = (address: PostalAddress): string =>
  [
    address.name,
    address.street,
    [address.place, address.region, address.postalCode].filter(Boolean).join(', '),
    address.country,
  ]
    .filter(Boolean)
    .map((line) => line!.trim())
    .join('\n')

/** An object without what is undefined or empty; undefined where nothing is left. */
export function given<T extends object>(all: T): { [K in keyof T]: Exclude<T[K], undefined> } | undefined {
  const known = Object.entries(all).filter(([, value]) => !isNothing(value))
  return known.length > 0 ? (Object.fromEntries(known) as { [K in keyof T]: Exclude<T[K], undefined> }) : undefined
}

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0)

/** Texts of a list, each on one line, without those that say nothing or the same again. */
export const texts = (list: readonly string[] | undefined): string[] => [
  ...new Set((list ?? []).map(oneLine).filter((text) => text !== '')),
]

/** Conditions as they were said; the standard's codes as it spells them. */
export const conditionsOf = (list: readonly string[] | undefined): string[] => [
  ...new Set(texts(list).map((text) => canonical(LoanCondition.known, text) ?? text)),
]
