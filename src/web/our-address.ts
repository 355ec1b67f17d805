import { z } from 'zod'
import { type CatalogueSort, catalogueSorts, type Filters } from '../catalogue/index.ts'
import { type Looking, pathFor, Words, wordsParams } from './address.ts'

const chosen = z.array(z.string().min(1).max(64)).max(50)
const year = z.coerce.number().int().min(1).max(9999).optional()

/** What the address of our own catalogue's results says: words, what the list is narrowed to, and a place in it. */
export const OurAddress = Words.extend({
  sort: z.enum(catalogueSorts).default('relevance'),
  format: chosen,
  language: chosen,
  branch: chosen,
  from: year,
  to: year,
  available: z.literal('1').optional(),
  /** `next` or `previous` of another page of the list. */
  cursor: z.string().max(1500).optional(),
})
export type OurAddress = z.output<typeof OurAddress> & Looking

/** Filters of several values, in the order of the form. */
export const listFilters = ['format', 'language', 'branch'] as const
export type ListFilter = (typeof listFilters)[number]

export const filtersOf = ({ format, language, branch, from, to, available }: OurAddress): Filters => ({
  format,
  language,
  branch,
  level: [],
  ...(from !== undefined && { yearFrom: from }),
  ...(to !== undefined && { yearTo: to }),
  available: available !== undefined,
})

/** The same search narrowed to nothing, from its first page. */
export const unfiltered = (address: OurAddress): OurAddress => ({
  ...address,
  format: [],
  language: [],
  branch: [],
  from: undefined,
  to: undefined,
  available: undefined,
  cursor: undefined,
})

/** Words alone, for a search of our catalogue from its beginning. */
export const ourSearch = (words: Words): OurAddress => ({
  ...words,
  sort: 'relevance',
  format: [],
  language: [],
  branch: [],
  from: undefined,
  to: undefined,
  available: undefined,
})

/** The results of our own catalogue. */
export function ourHref(address: OurAddress): string {
  const params = wordsParams(address)
  // Libraries chosen would else mean that they are asked.
  if (address.t.length > 0) params.set('where', 'ours')
  for (const filter of listFilters) for (const value of address[filter]) params.append(filter, value)
  if (address.from !== undefined) params.set('from', String(address.from))
  if (address.to !== undefined) params.set('to', String(address.to))
  if (address.available) params.set('available', '1')
  if (address.sort !== 'relevance') params.set('sort', address.sort)
  if (address.cursor) params.set('cursor', address.cursor)
  return `${pathFor('/search', address)}?${params}`
}

/** Another order begins at the first page. */
export const sortedHref = (address: OurAddress, sort: CatalogueSort): string =>
  ourHref({ ...address, sort, cursor: undefined })

/** The page of a record of ours. */
export const bibHref = (id: number, further = ''): string => `/catalogue/${id}${further}`
