import type { Citation, Genre, IdentifierKind } from './citation.ts'
import { identifierKinds } from './citation.ts'
import {
  anywhere,
  type Format,
  type FormatName,
  firstNameKeys,
  formatOfGenre,
  formats,
  genreNames,
  identifierKeys,
  labelledKeys,
  nameKeys,
  namespaces,
  type Part,
} from './keys.ts'
import { longestValue, type Pairs, pairsOf } from './query.ts'

export interface OpenUrl {
  readonly version: '0.1' | '1.0'
  /** Who made the link: `rfr_id` without `info:sid/`, or `sid`. */
  readonly referrer?: string
  readonly citation: Citation
}

/**
 * What a link of the OpenURL framework describes: version 0.1, or 1.0 (Z39.88-2004) with key/encoded values in its
 * address. The query is given as it stands behind the question mark. Any text gives one, if an empty one: descriptions
 * by reference or in XML are not read, what is said of anything but the referent is not looked at.
 */
export function parseOpenUrl(query: string): OpenUrl {
  const pairs = pairsOf(query)
  const isNew = [...pairs.keys()].some((key) => /^(?:rft[._]|ctx_ver|url_ver)/.test(key))
  const referrer = pairs.get('rfr_id')?.[0]?.replace(/^info:sid\//i, '') ?? pairs.get('sid')?.[0]
  return { version: isNew ? '1.0' : '0.1', ...(referrer !== undefined && { referrer }), citation: citationIn(pairs) }
}

/** The values of a key of the referent, with or without its prefix: many links are of both versions. */
const valuesOf = (pairs: Pairs, key: string): readonly string[] => pairs.get(`rft.${key}`) ?? pairs.get(key) ?? []

function firstOf(pairs: Pairs, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const [value] = valuesOf(pairs, key)
    if (value !== undefined) return value
  }
  return undefined
}

function citationIn(pairs: Pairs): Citation {
  const word = (firstOf(pairs, ['genre']) ?? '').toLowerCase().replace(/[^a-z]+/g, '')
  const said = Object.hasOwn(genreNames, word) ? genreNames[word] : undefined
  const name = formatIn(pairs, said)
  const format: Format = formats[name ?? 'book']
  const part = (name: Part) => firstOf(pairs, format.keys[name] ?? []) ?? firstOf(pairs, anywhere[name])
  const identifiers = identifiersIn(pairs)
  const articleTitle = part('articleTitle')
  const kind = articleTitle === undefined ? format.genre : format.partGenre
  return dropUndefined({
    genre: said ?? (name && kind),
    title: part('title'),
    articleTitle,
    author: authorsIn(pairs),
    edition: part('edition'),
    publisher: part('publisher'),
    year: yearIn(part('year'), name),
    isbn: part('isbn') ?? identifiers.isbn,
    issn: part('issn') ?? identifiers.issn,
    volume: part('volume'),
    issue: issueWords(part('issue')),
    pages: pagesIn(pairs),
    identifiers: kept(identifiers),
  })
}

/** The format the link names, else the one of its genre, else the one its keys belong to, if they are of any. */
function formatIn(pairs: Pairs, genre: Genre | undefined): FormatName | undefined {
  const named = /:([a-z]+)$/i.exec(pairs.get('rft_val_fmt')?.[0] ?? '')?.[1]?.toLowerCase()
  if (named !== undefined && Object.hasOwn(formats, named)) return named as FormatName
  if (genre !== undefined) return formatOfGenre[genre]
  const has = (...keys: string[]) => firstOf(pairs, keys) !== undefined
  if (has('creator')) return 'dc'
  if (has('btitle', 'isbn')) return 'book'
  return has('jtitle', 'issn', 'eissn', 'atitle', 'stitle', 'issue') ? 'journal' : undefined
}

const mostAuthors = 10

/** "Family, Given" of the first, then the others as they stand. */
function authorsIn(pairs: Pairs): string | undefined {
  const family = firstOf(pairs, [firstNameKeys.family])
  const initials = firstNameKeys.initials.flatMap((key) => valuesOf(pairs, key).slice(0, 1)).join(' ')
  const given = firstOf(pairs, firstNameKeys.given) ?? initials
  const first = family && [family, given].filter(Boolean).join(', ')
  const whole = nameKeys.flatMap((key) => valuesOf(pairs, key))
  const same = (name: string) => family !== undefined && name.toLowerCase().includes(family.toLowerCase())
  const names = first && !whole.some(same) ? [first, ...whole] : whole
  return [...new Set(names)].slice(0, mostAuthors).join('; ').slice(0, longestValue) || undefined
}

/** The year of a date; of an issue its whole date, with hyphens. */
function yearIn(date: string | undefined, format: FormatName | undefined): string | undefined {
  const [, year, month, day] =
    /(?<!\d)(\d{4})(?:[-/]?(0[1-9]|1[0-2])(?:[-/]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)/.exec(date ?? '') ?? []
  if (year === undefined || format !== 'journal') return year ?? /\d{4}/.exec(date ?? '')?.[0]
  return [year, month, day].filter(Boolean).join('-')
}

/** An issue that is known by its season only, which Z39.88-2004 has in small letters. */
const issueWords = (issue: string | undefined): string | undefined =>
  issue === undefined ? undefined : /^(spring|summer|autumn|fall|winter)$/.test(issue) ? capital(issue) : issue
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

function pagesIn(pairs: Pairs): string | undefined {
  const pages = firstOf(pairs, ['pages'])
  const [first, last] = [firstOf(pairs, ['spage']), firstOf(pairs, ['epage'])]
  const number = firstOf(pairs, ['artnum'])
  if (pages !== undefined) return pages
  if (first !== undefined) return last === undefined || last === first ? first : `${first}-${last}`
  return number === undefined ? last : `article ${number}`
}

type Found = Partial<Record<IdentifierKind | 'isbn' | 'issn', string>>

function identifiersIn(pairs: Pairs): Found {
  const found: Found = {}
  for (const value of labelledKeys.flatMap((key) => pairs.get(key) ?? pairs.get(`rft.${key}`) ?? []))
    for (const [kind, pattern] of namespaces) {
      const [, identifier] = pattern.exec(value) ?? []
      if (identifier !== undefined) found[kind] ??= identifier
    }
  for (const kind of identifierKinds) {
    const value = firstOf(pairs, identifierKeys[kind])
    if (value !== undefined) found[kind] ??= value.replace(/^(?:info:doi\/|doi:\s*)/i, '')
  }
  return found
}

const kept = (found: Found): Citation['identifiers'] => {
  const identifiers = dropUndefined({ doi: found.doi, pmid: found.pmid, oclc: found.oclc, lccn: found.lccn })
  return Object.keys(identifiers).length > 0 ? identifiers : undefined
}

/** The object without what is not known. */
function dropUndefined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
