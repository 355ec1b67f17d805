import { hash } from 'node:crypto'
import {
  accessWords,
  type Brief,
  brief,
  extractor,
  type Kind,
  matchKeys,
  normaliseOclc,
  sortKeys,
} from '../../bib/index.ts'
import { controlText, type Flavour, type MarcRecord } from '../../standards/marc/index.ts'
import { type Heading, headings, type KeyKind } from './key-kinds.ts'
import { facetLexeme, indexedFacets, Lexemes, quotable } from './lexemes.ts'

/** What an active record is found, filtered and sorted by: a row of `bib_search`. */
export interface SearchRow {
  /** A tsvector in PostgreSQL's own notation. */
  readonly words: string
  readonly title: string
  readonly author: string
  /** 0 where it is not known: so that it sorts last from the newest on. */
  readonly year: number
  readonly format: string
  readonly language: string | null
  readonly level: Brief['level']
}

export type Key = readonly [kind: KeyKind, key: string]

export interface IndexedRecord {
  readonly brief: Brief
  readonly search: SearchRow
  /** Each once. */
  readonly keys: readonly Key[]
}

const longestSortKey = 120
const longestHeading = 240
/** Of one kind: an almanac has a subject for every country, a hostile record ten thousand of each. */
const mostKeys = 500

/** What a record is indexed under. A function of the record alone; it never throws. */
export function indexRecord(record: MarcRecord, flavour: Flavour): IndexedRecord {
  const shown = brief(record, flavour)
  const { lexemes, found } = indexerOf(flavour).read(record)
  const keys = new Keys()
  for (const isbn of shown.isbns) keys.add('isbn', isbn)
  for (const issn of shown.issns) keys.add('issn', issn)
  if (shown.lccn) keys.add('lccn', shown.lccn)
  if (shown.oclc) keys.add('oclc', shown.oclc)
  for (const key of controlNumbersOf(record)) keys.add('controlNumber', key)
  for (const key of matchKeys(shown)) keys.add('match', digest(key))
  for (const [heading, text] of found) keys.add(heading, text)
  const { title, author, year } = sortKeys(shown)
  return {
    brief: shown,
    search: {
      words: `${lexemes}${facetsOf(shown)}`,
      title: clean(title, longestSortKey),
      author: clean(author, longestSortKey),
      year: year !== undefined && year > 0 && year <= 32_767 ? year : 0,
      format: shown.format,
      language: shown.language ?? null,
      level: shown.level,
    },
    keys: keys.list,
  }
}

/** What a record can be narrowed to, as it follows its words in the tsvector. */
const facetsOf = (shown: Brief): string =>
  indexedFacets.map((facet) => (shown[facet] ? ` '${quotable(facetLexeme(facet, shown[facet]))}'` : '')).join('')

/** 001 as it stands, and with the agency of 003 before it; numbers of other systems (035) with theirs. */
export function controlNumbersOf(record: MarcRecord): string[] {
  const number = controlText(record, '001')?.trim()
  const agency = controlText(record, '003')?.trim()
  const own = number ? [number, ...(agency ? [`(${agency})${number}`] : [])] : []
  const others = record.fields.flatMap((field) => {
    if (field[0] !== '035') return []
    const at = field.indexOf('a', 2)
    const value = at > 1 && at % 2 === 0 ? field[at + 1]!.trim() : ''
    return /^\([^)]+\)\S/.test(value) && normaliseOclc(value) === undefined ? [value] : []
  })
  return [...own, ...others]
}

/** Of what is looked up whole and never shown: a title in each match key would be most of what the catalogue stores. */
export const digest = (key: string): string => hash('sha1', key, 'base64url').slice(0, 20)

const numbers: ReadonlySet<KeyKind> = new Set(['isbn', 'issn', 'lccn', 'oclc', 'controlNumber'])

class Keys {
  readonly list: Key[] = []
  readonly #seen = new Set<string>()
  readonly #counts = new Map<KeyKind, number>()

  add(kind: KeyKind, text: string): void {
    // A heading may be cut short, a number would become another one.
    if (numbers.has(kind) && text.length > longestHeading) return
    const key = clean(text, longestHeading)
    const count = this.#counts.get(kind) ?? 0
    const name = `${kind} ${key}`
    if (key === '' || count >= mostKeys || this.#seen.has(name)) return
    this.#seen.add(name)
    this.#counts.set(kind, count + 1)
    this.list.push([kind, key])
  }
}

/** Cut between characters, without what PostgreSQL can't store. */
function clean(text: string, longest: number): string {
  const short = text.length > longest ? text.slice(0, longest).replace(/[\ud800-\udbff]$/, '') : text
  return unsound.test(short) ? short.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd') : short
}
const unsound = /[\0\ud800-\udfff]/

interface Indexer {
  read(record: MarcRecord): { lexemes: string; found: readonly (readonly [Heading, string])[] }
}

const uses = Object.entries(headings) as [Heading, number][]

/** Reads one record after the other; what it made of one is given away before the next. */
function createIndexer(flavour: Flavour): Indexer {
  let lexemes = new Lexemes()
  let found: [Heading, string][] = []
  /** The words of the current field, for each heading it is one of. */
  const open = new Map<Heading, string[]>()
  const headingsOf = new Map<Kind, readonly Heading[]>()
  let article = 0

  const headingsFor = (kind: Kind): readonly Heading[] => {
    const known = headingsOf.get(kind)
    if (known) return known
    const made = uses.filter(([, use]) => kind.uses.has(use)).map(([heading]) => heading)
    headingsOf.set(kind, made)
    return made
  }
  const close = () => {
    for (const [heading, words] of open) {
      found.push([heading, words.join(' ')])
      if (article > 0 && article < words.length) found.push([heading, words.slice(article).join(' ')])
    }
    open.clear()
  }
  const extract = extractor(flavour, {
    record() {
      lexemes = new Lexemes()
      found = []
      open.clear()
    },
    field(articleWords) {
      close()
      article = articleWords
      lexemes.field()
    },
    subfield(kind, words) {
      lexemes.add(kind, words)
      for (const heading of headingsFor(kind)) {
        const soFar = open.get(heading)
        // What is cut off a heading is not gathered first: a field may have a million words.
        const some = words.slice(0, longestHeading - (soFar?.length ?? 0))
        if (soFar) soFar.push(...some)
        else open.set(heading, some)
      }
    },
  })
  return {
    read(record) {
      extract(record)
      close()
      return { lexemes: lexemes.toString(), found }
    },
  }
}

const indexers = new Map<Flavour, Indexer>()
function indexerOf(flavour: Flavour): Indexer {
  const known = indexers.get(flavour) ?? createIndexer(flavour)
  indexers.set(flavour, known)
  return known
}

/** A heading as it is stored and looked up. */
export const headingKey = (text: string): string => clean(accessWords(text).join(' '), longestHeading)
