import { z } from 'zod'
import {
  type Audience,
  readQuery,
  type SearchRequest,
  type SortOrder,
  sortOrders,
  type WrittenQuery,
} from '../search/index.ts'
import { type FieldedSearch, type FieldName, fields, type RpnQuery } from '../standards/query/index.ts'
import { type Narrowing, narrowingParams, narrowingParts, wholeList } from './narrowed.ts'
import { printable } from './text.ts'

const words = z
  .string()
  .max(1000)
  .transform((text) => printable(text).trim())
  .default('')

/** Where is searched: in our own catalogue, or in other libraries'. The two tabs of one search. */
export const places = ['ours', 'others'] as const
export type Place = (typeof places)[number]

/** The words of a search as its address has them: the box with its field, and further fields beside it. */
export const Words = z.object({
  q: words,
  in: z.enum(fields).default('any'),
  title: words,
  author: words,
  subject: words,
  isbn: words,
  issn: words,
  lccn: words,
  controlNumber: words,
  publisher: words,
  year: words,
  dewey: words,
  /** A query that staff wrote themselves, in this notation: then nothing else is searched for. */
  written: z.string().max(4000).default(''),
  notation: z.enum(['cql', 'pqf']).default('cql'),
  /** Library ids; none means every library. */
  t: z.array(z.string().min(1).max(64)).max(200),
  /** Left out where it goes without saying. */
  where: z.enum(places).optional(),
})
export type Words = z.output<typeof Words> & Looking

/** Who is looking: staff's Enquiry is the same search under an address of its own. Never read from an address. */
export interface Looking {
  readonly audience?: Audience
}

/** An address as its audience has it. */
export const seenBy = <A extends object>({ audience }: Looking, address: A): A & Looking =>
  audience ? { ...address, audience } : address

/** No words, every library. */
export const noWords: Words = Words.parse({ t: [] })

/** What the address of a results page says: it is the search itself, so it can be kept, shared and opened anew. */
export const SearchAddress = Words.extend({
  ...narrowingParts,
  sort: z.enum(sortOrders).default('relevance'),
  page: z.coerce.number().int().min(1).max(1000).default(1),
  /** The search whose libraries this reader stopped waiting for; once it is gone, the address starts it anew. */
  stopped: z.string().max(64).optional(),
  /** Ids of those libraries, where it was not all of them. Means nothing without `stopped`. */
  skip: z.array(z.string().min(1).max(64)).max(200),
})
export type SearchAddress = z.output<typeof SearchAddress> & Looking

/** A record is named by the search that finds it and by its place in one library's answer: both outlive any session. */
export const RecordAddress = SearchAddress.extend({
  library: z.string().min(1).max(64),
  record: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1),
})
export type RecordAddress = z.output<typeof RecordAddress> & Looking

/** Fields beside the box: every one but "anywhere", in the order of the form. */
export const furtherFields = fields.filter((field): field is Exclude<FieldName, 'any'> => field !== 'any')

export const fieldLabels: Readonly<Record<FieldName, string>> = {
  any: 'Anywhere',
  title: 'Title',
  author: 'Author',
  subject: 'Subject',
  isbn: 'ISBN',
  issn: 'ISSN',
  lccn: 'LC control number',
  controlNumber: 'Record number',
  publisher: 'Publisher',
  year: 'Year',
  dewey: 'Dewey class',
}

/** What is searched for, field by field. Words in the box join those in the field's own input. */
export function queryOf(address: Words): FieldedSearch {
  const typed = fields.map((field): [FieldName, string] => {
    const boxed = address.in === field ? address.q : ''
    return [field, `${boxed} ${field === 'any' ? '' : address[field]}`.trim()]
  })
  return Object.fromEntries(typed.filter(([, text]) => text !== ''))
}

/** The query that staff wrote themselves, if they did; readers have fields alone. */
export function writtenIn({ written, notation, audience }: Words): WrittenQuery | undefined {
  if (audience !== 'enquiry' || written.trim() === '') return undefined
  return notation === 'cql' ? { cql: written } : { pqf: written }
}

/** What our own catalogue is asked. @throws Problem query-syntax, query-unsupported, bad-input */
export function ourQueryOf(address: Words): FieldedSearch | RpnQuery {
  const written = writtenIn(address)
  return written ? readQuery(written) : queryOf(address)
}

export const isEmpty = (address: Words): boolean => !writtenIn(address) && Object.keys(queryOf(address)).length === 0

export const requestOf = (address: Words): SearchRequest => ({
  query: writtenIn(address) ?? queryOf(address),
  ...(address.t.length > 0 && { targets: address.t }),
  audience: address.audience ?? 'opac',
})

/** What other libraries are asked for a list: also to give their records in its order. */
export const askedFor = (address: SearchAddress): SearchRequest => ({
  ...requestOf(address),
  ...(address.sort !== 'relevance' && { sort: address.sort }),
})

/** The search in a few words, for headings: the box as typed, further fields by name. */
export function wordsOf(address: Words): string {
  if (writtenIn(address)) return `${address.notation.toUpperCase()}: ${address.written.trim()}`
  const boxed = address.q && (address.in === 'any' ? address.q : `${fieldLabels[address.in]}: ${address.q}`)
  const further = furtherFields
    .filter((field) => address[field])
    .map((field) => `${fieldLabels[field]}: ${address[field]}`)
  return [boxed, ...further].filter(Boolean).join(', ')
}

type Changes = Partial<Narrowing> & {
  readonly page?: number
  readonly sort?: SortOrder
  readonly stopped?: string | undefined
  readonly skip?: readonly string[]
}

/** The words and libraries of a search, in one fixed order. */
export function wordsParams(address: Words): URLSearchParams {
  const params = new URLSearchParams()
  if (writtenIn(address)) {
    params.set('written', address.written)
    if (address.notation !== 'cql') params.set('notation', address.notation)
  }
  if (address.q) params.set('q', address.q)
  if (address.q && address.in !== 'any') params.set('in', address.in)
  for (const field of furtherFields) if (address[field]) params.set(field, address[field])
  for (const id of address.t) params.append('t', id)
  return params
}

/** A path of the OPAC as the audience has it. */
export const pathFor = (path: string, { audience }: Looking): string =>
  audience === 'enquiry' ? `/enquiry${path === '/' ? '' : path}` : path

/** What only a search of other libraries has: an address that has it needs no further word. */
const saysOthers = ({ t, page = 1, stopped }: Words & Changes) => t.length > 0 || page > 1 || stopped !== undefined

/** The parts of an address that say whom its reader stopped waiting for. */
export function* stoppedParams({ stopped, skip = [] }: Changes): Generator<readonly [name: string, value: string]> {
  if (!stopped) return
  yield ['stopped', stopped]
  for (const id of skip) yield ['skip', id]
}

/** `path` with the search behind it, without what goes without saying. */
export function searchHref(path: string, address: Words & Changes, further: Record<string, string> = {}): string {
  const params = wordsParams(address)
  if (address.where === 'others' && !saysOthers(address)) params.set('where', 'others')
  if (address.sort && address.sort !== 'relevance') params.set('sort', address.sort)
  if (address.page && address.page > 1) params.set('page', String(address.page))
  for (const [name, value] of stoppedParams(address)) params.append(name, value)
  for (const [name, value] of narrowingParams(address)) params.append(name, value)
  for (const [name, value] of Object.entries(further)) params.set(name, value)
  const under = pathFor(path, address)
  return params.size > 0 ? `${under}?${params}` : under
}

/** The search page, filled in with this search of other libraries. */
export const changeHref = (address: Words): string =>
  searchHref(
    '/',
    { ...address, ...wholeList, set: undefined, where: undefined, sort: 'relevance', stopped: undefined },
    { choose: '1', where: 'others' },
  )

/** The results of other libraries. */
export const resultsHref = (address: Words & Changes): string => searchHref('/search', { ...address, where: 'others' })

/** The page of a record found by a search; `tab` and the like come last. */
export const recordHref = (
  address: Words & Changes,
  source: { readonly target: string; readonly position: number },
  path = '/record',
  further: Record<string, string> = {},
): string =>
  searchHref(
    path,
    { ...address, where: undefined },
    { library: source.target, record: String(source.position), ...further },
  )
