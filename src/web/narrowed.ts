import { z } from 'zod'
import type { HitFilters, View } from '../search/index.ts'

const chosen = z.array(z.string().min(1).max(64)).max(50)
const year = z.coerce.number().int().min(1).max(9999).optional()

/** Of the address of other libraries' results: what the list is narrowed to, and whose set is looked at. */
export const narrowingParts = {
  /** Library ids; `library` is whose record an address names. */
  lib: chosen,
  /** Formats, under another name than that in which a record is downloaded. */
  kind: chosen,
  language: chosen,
  from: year,
  to: year,
  available: z.literal('1').optional(),
  /** The library whose own set is shown, unmerged. */
  set: z.string().min(1).max(64).optional(),
}
export type Narrowing = z.output<z.ZodObject<typeof narrowingParts>>

/** Filters of several values, in the order of the form. */
export const hitFilters = ['lib', 'kind', 'language'] as const
export type HitFilter = (typeof hitFilters)[number]

/** Narrowed to nothing, from the first page. */
export const wholeList: Omit<Narrowing, 'set'> & { readonly page: number } = {
  lib: [],
  kind: [],
  language: [],
  from: undefined,
  to: undefined,
  available: undefined,
  page: 1,
}

/** How many filters are on. A library's own set has no filter by library. */
export const hitFiltersOn = ({ lib, kind, language, from, to, available, set }: Narrowing): number =>
  (set === undefined ? lib.length : 0) +
  kind.length +
  language.length +
  Number(from !== undefined || to !== undefined) +
  Number(available !== undefined)

const filtersOf = ({ lib, kind, language, from, to, available, set }: Narrowing): HitFilters => ({
  library: set === undefined ? lib : [],
  format: kind,
  language,
  ...(from !== undefined && { yearFrom: from }),
  ...(to !== undefined && { yearTo: to }),
  available: available !== undefined,
})

/** What of a search an address shows. */
export const viewOf = (address: Narrowing): View => ({
  ...(hitFiltersOn(address) > 0 && { filters: filtersOf(address) }),
  ...(address.set !== undefined && { set: address.set }),
})

/** The parts of an address that narrow, without what goes without saying; an address without them narrows nothing. */
export function* narrowingParams(address: Partial<Narrowing>): Generator<readonly [name: string, value: string]> {
  for (const filter of hitFilters) for (const value of address[filter] ?? []) yield [filter, value]
  if (address.from !== undefined) yield ['from', String(address.from)]
  if (address.to !== undefined) yield ['to', String(address.to)]
  if (address.available) yield ['available', address.available]
  if (address.set !== undefined) yield ['set', address.set]
}
