import { sql } from 'kysely'
import { words } from '../../bib/index.ts'
import { storableJson, storableText, textArray } from '../../kit/db/index.ts'
import { symbolValue } from './symbol.ts'
import type { LenderFields } from './types.ts'

/** Columns of a line, as it names them. */
export const lineColumns = [
  'id',
  'symbol',
  'name',
  'postal_code as postalCode',
  'place',
  'region',
  'country',
  'email',
  'protocol',
  'endpoint',
  'lends',
  'loan_cost as loanCost',
  'loan_days as loanDays',
  'renewals',
  'copies',
  'copy_cost as copyCost',
  'currency',
  'settlement',
  'names_patron as namesPatron',
  'suspended_until as suspendedUntil',
  'closed',
  'last_resort as lastResort',
  'active',
  'profile',
  'protocol_version as protocolVersion',
  'networks',
  'certificate',
  'answering',
  'gets',
  'lent_days as lentDays',
  'version',
] as const

/** Columns of a lender. */
export const columns = [...lineColumns, 'street', 'calendar', 'notes'] as const

/** Folded words of a text, as names are compared. */
export const keyOf = (text: string): string => words(text).join(' ')

/** The row of a lender, as it is inserted or updated. */
export function rowOf(fields: LenderFields) {
  const { symbol, name, place, country } = fields
  const found = words(`${name} ${place} ${country} ${symbol}`)
  // DE12 is found as DE-12 is.
  const joined = words(symbolValue(symbol)).join('')
  return {
    symbol: storableText(symbol),
    name: storableText(name),
    street: storableText(fields.street),
    postal_code: storableText(fields.postalCode),
    place: storableText(place),
    region: storableText(fields.region),
    country: storableText(country),
    email: fields.email,
    protocol: fields.protocol,
    endpoint: storableText(fields.endpoint),
    lends: fields.lends,
    loan_cost: fields.loanCost,
    loan_days: fields.loanDays,
    renewals: fields.renewals,
    copies: fields.copies,
    copy_cost: fields.copyCost,
    currency: fields.currency,
    settlement: fields.settlement,
    names_patron: fields.namesPatron,
    calendar: storableJson(fields.calendar),
    suspended_until: fields.suspendedUntil,
    closed: fields.closed,
    last_resort: fields.lastResort,
    notes: storableText(fields.notes),
    active: fields.active,
    profile: fields.profile,
    protocol_version: fields.protocolVersion,
    networks: fields.networks,
    certificate: fields.certificate,
    answering: fields.answering,
    gets: fields.gets,
    lent_days: fields.lentDays,
    name_key: keyOf(name),
    words: sql<string>`array_to_tsvector(${textArray([...new Set([...found, joined])].filter(Boolean))}::text[])`,
  }
}
