import { isTelling } from './agreement.ts'
import { untitled } from './brief.ts'
import { editionNumber } from './edition.ts'
import { fold } from './fold.ts'
import type { Brief } from './types.ts'

/** An author in one script. Only authors of the same script can be compared. */
export interface AuthorKey {
  readonly latin: boolean
  readonly name: string
  /** First letter of the forename, "" for a body or where there is none. */
  readonly initial: string
}

/** A title in one script: what stands before the first colon, and all of it, both without blanks. */
export interface TitleKey {
  readonly stem: string
  readonly whole: string
}

/** What two records are compared by. "" and empty lists mean: not said. */
export interface Match {
  /** Format and carrier: records that differ here are never the same. */
  readonly material: string
  readonly titles: readonly TitleKey[]
  readonly part: string
  readonly authors: readonly AuthorKey[]
  readonly year: number | undefined
  readonly edition: string
  readonly isbns: readonly string[]
  readonly issns: readonly string[]
  readonly lccn: string
  readonly oclc: string
}

const continuing = new Set(['serial', 'e-resource'])
/** A brief record may name a whole set's ISBNs: that many make keys. */
const mostIsbns = 20

/** What a brief display offers for comparison. */
export function matchOf(brief: Brief): Match {
  const { title, part, author } = brief
  return {
    material: `${brief.format}/${brief.carrier ?? ''}`,
    titles: [
      ...titleKeys(title.text.slice(brief.nonFiling), part?.text),
      ...(title.script === undefined ? [] : titleKeys(title.script, part?.script)),
    ],
    part: part ? partKey(part.text) : '',
    authors: [author?.text, author?.script].flatMap((name) => (name === undefined ? [] : authorKeys(name))),
    year: brief.year,
    edition: brief.edition === undefined ? '' : editionNumber(brief.edition),
    isbns: brief.isbns.slice(0, mostIsbns),
    // A book may carry the ISSN of its series: it identifies serials only.
    issns: continuing.has(brief.format) ? brief.issns.slice(0, mostIsbns) : [],
    lccn: brief.lccn ?? '',
    oclc: brief.oclc ?? '',
  }
}

const solid = (text: string): string => fold(text).replaceAll(' ', '')

/** Where ISBD, or a cataloguer without blanks, begins the subtitle, parallel title or responsibility. */
const subtitle = / [:=;/] |: /

function titleKeys(text: string, part: string | undefined): TitleKey[] {
  if (text === untitled) return []
  const at = part === undefined ? -1 : text.indexOf(part)
  const title = part !== undefined && at > 0 ? text.slice(0, at) + text.slice(at + part.length) : text
  const whole = solid(title)
  const cut = title.search(subtitle)
  const stem = (cut > 0 && solid(title.slice(0, cut))) || whole
  return whole === '' ? [] : [{ stem, whole }]
}

/** "Vol. 2, The two towers" and "Bd. 2" are the same part: numbers decide where there are any. */
function partKey(part: string): string {
  const folded = fold(part)
  return folded.match(/\d+/g)?.map(Number).join('.') ?? folded
}

const latinLetter = /^\p{Script=Latin}/u

function authorKeys(author: string): AuthorKey[] {
  const comma = author.indexOf(',')
  const whole = fold(author)
  if (whole === '') return []
  // Chinese, Japanese and Korean names are written with and without a comma or blank.
  if (!latinLetter.test(whole) && !/[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(whole))
    return [{ latin: false, name: whole.replaceAll(' ', ''), initial: '' }]
  const latin = latinLetter.test(whole)
  if (comma <= 0) return [{ latin, name: whole, initial: '' }]
  return [{ latin, name: fold(author.slice(0, comma)), initial: fold(author.slice(comma)).charAt(0) }]
}

/**
 * The keys a record can be found by: two records of the same work share at least one. A shared key alone is no proof,
 * see `relation`. An ISBN never stands alone: every key carries the title and the material.
 */
export function matchKeys(brief: Brief): readonly string[] {
  return keysOf(matchOf(brief))
}

/** The keys of a match: identifier or author or year, always with title, part and material. */
export function keysOf(match: Match): readonly string[] {
  const titles = new Set(match.titles.flatMap(({ stem, whole }) => [stem, whole]))
  const identities = [
    ...match.isbns.map((isbn) => `isbn ${isbn}`),
    ...match.issns.map((issn) => `issn ${issn}`),
    ...(match.lccn ? [`lccn ${match.lccn}`] : []),
    ...(match.oclc ? [`oclc ${match.oclc}`] : []),
    ...(match.year === undefined ? [] : [`year ${match.year}`]),
    ...match.authors.map(({ name }) => `author ${name}`),
    ...(match.titles.some(isTelling) ? ['title'] : []),
  ]
  return [...titles].flatMap((title) =>
    identities.map((identity) => [match.material, match.part, title, identity].join('|')),
  )
}
