import type { Amount, LocationInfo, PostalAddress as Postal, SystemId } from '../../../standards/iso10161/index.ts'
import { normaliseSymbol } from '../../lenders/index.ts'
import { type Money, moneyHeard, moneyText } from '../../money/index.ts'
import type { PostalAddress } from '../message.ts'
import { said, written } from './texts.ts'

/** A library by its symbol, `TYPE:value`; undefined where there is none. */
export const systemId = (symbol: string): SystemId | undefined =>
  written(symbol) ? { personOrInstitutionSymbol: { type: 'institutionSymbol', value: symbol.trim() } } : undefined

/** The symbol in a System-Id, as ours are written; undefined where it names none. */
export function symbolIn(id: SystemId | undefined): string | undefined {
  const symbol = said(id?.personOrInstitutionSymbol?.value, 190)
  return symbol === undefined ? undefined : normaliseSymbol(symbol)
}

/** What people call it, or else its symbol. */
const nameIn = (id: SystemId): string | undefined =>
  said(id.nameOfPersonOrInstitution?.value) ?? said(id.personOrInstitutionSymbol?.value)

/** A library that is named by symbol or by name, as a list of locations has it. */
export const locationInfo = (location: string): LocationInfo => ({
  locationId: /^[A-Z][A-Z0-9]*:\S+$/.test(location)
    ? { personOrInstitutionSymbol: { type: 'institutionSymbol', value: location } }
    : { nameOfPersonOrInstitution: { type: 'nameOfInstitution', value: location } },
})

export const locationInfos = (locations: readonly string[] | undefined): readonly LocationInfo[] =>
  (locations ?? []).flatMap((location) => written(location) ?? []).map(locationInfo)

/** Libraries of a list of locations, at most fifty; undefined where it names none. */
export function locationsIn(infos: readonly LocationInfo[] | undefined): string[] | undefined {
  const found = (infos ?? []).flatMap(({ locationId, locationNote }) => {
    const [symbol, name] = [said(locationId.personOrInstitutionSymbol?.value), nameIn(locationId)]
    const parts = [symbol, name === symbol ? undefined : name, said(locationNote)]
    return said(parts.filter(Boolean).join(', '), 500) ?? []
  })
  return found.length > 0 ? found.slice(0, 50) : undefined
}

/** An amount; undefined where it has more digits, or another kind of currency, than the standard's ten and three. */
export function amountOf(money: Money | undefined): Amount | undefined {
  if (!money || money.amount.length > 10) return undefined
  const { amount: monetaryValue, currency } = money
  if (currency === undefined) return { monetaryValue }
  return /^[A-Z]{3}$/.test(currency) ? { currencyCode: currency, monetaryValue } : undefined
}

/** An amount in words, for where `amountOf` has none: for a line that `moneyHeard` reads again. */
export const moneyBeyond = (money: Money | undefined): string | undefined =>
  money && !amountOf(money) ? moneyText(money) : undefined

/** An amount of an APDU. */
export const moneyOf = (amount: Amount | undefined): Money | undefined =>
  moneyHeard(amount?.monetaryValue, written(amount?.currencyCode))

/** A postal address; undefined where nothing of it is known. */
export function postalAddress(address: PostalAddress | undefined): Postal | undefined {
  if (!address) return undefined
  const name = written(address.name)
  const found = {
    ...(name && { nameOfPersonOrInstitution: { type: 'nameOfInstitution' as const, value: name } }),
    ...filled({
      streetAndNumber: address.street,
      city: address.place,
      region: address.region,
      country: address.country,
      postalCode: address.postalCode,
    }),
  }
  return Object.keys(found).length > 0 ? found : undefined
}

/** A postal address that came. */
export function addressOf(postal: Postal | undefined): PostalAddress | undefined {
  if (!postal) return undefined
  const street = [postal.extendedPostalDeliveryAddress, postal.streetAndNumber, postal.postOfficeBox]
  const found = filled({
    name: said(postal.nameOfPersonOrInstitution?.value, 400),
    street: said(street.flatMap((line) => said(line) ?? []).join('\n'), 1000),
    postalCode: said(postal.postalCode, 60),
    place: said(postal.city, 200),
    region: said(postal.region, 200),
    country: said(postal.country, 200),
  })
  return Object.keys(found).length > 0 ? found : undefined
}

/** The fields that say something, without blanks around it. */
export function filled<N extends string>(
  fields: Readonly<Record<N, string | undefined>>,
): { readonly [K in N]?: string } {
  const found = Object.entries<string | undefined>(fields).flatMap(([name, text]) => {
    const kept = written(text)
    return kept === undefined ? [] : [[name, kept]]
  })
  return Object.fromEntries(found) as { readonly [K in N]?: string }
}
