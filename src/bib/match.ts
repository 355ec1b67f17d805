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
  /** All of the above as one text: equal where two records say exactly the same. */
  readonly signature: string
}

const continuing = new Set(['serial', 'e-resource'])
/** A brief record may name a whole set's ISBNs: that many make keys. */
const mostIsbns = 20

/** What a brief display offers for comparison. */
export function matchOf(brief: Brief): Match {
  const { title, part, author } = brief
  const match = {
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
  return { ...match, signature: signatureOf(match) }
}

/** Folded texts and numbers hold none of the separators, so different matches have different signatures. */
function signatureOf(match: Omit<Match, 'signature'>): string {
  const { material, titles, part, authors, year, edition, isbns, issns, lccn, oclc } = match
  let text = `${material}|${part}|${year}|${edition}|${isbns.join()}|${issns.join()}|${lccn}|${oclc}`
  for (const { stem, whole } of titles) text += `|${stem}:${whole}`
  for (const { name, initial } of authors) text += `|${name},${initial}`
  return text
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

const latinLetter = /\p{Script=Latin}/u
/** Scripts of names in words; Chinese, Japanese and Korean names are written with and without a comma or blank. */
const wordScript = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u
/** Of a forename, enough to find its first letter. */
const forename = 8

function authorKeys(author: string): AuthorKey[] {
  const comma = wordScript.test(author) ? author.indexOf(',') : -1
  const name = comma > 0 ? fold(author.slice(0, comma)) : fold(author)
  if (name === '') return []
  const initial = comma > 0 ? fold(author.slice(comma, comma + forename)).charAt(0) : ''
  if (latinLetter.test(name)) return [{ latin: true, name, initial }]
  return [{ latin: false, name: wordScript.test(name) ? name : name.replaceAll(' ', ''), initial }]
}

/**
 * The keys under which records of one work meet: material, part and title, in each script, with and without subtitle.
 * A shared key is no proof, see `relation`; without one, records are never the same, whatever identifiers they share.
 */
export function titleKeysOf({ material, part, titles }: Match): readonly string[] {
  const keys: string[] = []
  for (const { stem, whole } of titles) {
    keys.push(`${material}|${part}|${stem}`)
    if (whole !== stem) keys.push(`${material}|${part}|${whole}`)
  }
  return keys
}

/** A title this long, without blanks, is hardly shared by chance: it suffices where neither author nor year is said. */
const tellingTitle = 30

/** Whether a title alone tells a work. */
export const isTelling = ({ whole }: TitleKey): boolean => whole.length >= tellingTitle

/** What may make two records with one title the same: identifiers, author, year, or a title that tells enough. */
export function evidenceOf(match: Match): readonly string[] {
  return [
    ...match.isbns.map((isbn) => `isbn ${isbn}`),
    ...match.issns.map((issn) => `issn ${issn}`),
    ...(match.lccn ? [`lccn ${match.lccn}`] : []),
    ...(match.oclc ? [`oclc ${match.oclc}`] : []),
    ...(match.year === undefined ? [] : [`year ${match.year}`]),
    ...match.authors.map(({ name }) => `author ${name}`),
    ...(match.titles.some(isTelling) ? ['title'] : []),
  ]
}

/**
 * The keys a record can be found by: two records of one work share at least one. An ISBN never stands alone: every key
 * carries the title, the part and the material.
 */
export function matchKeys(brief: Brief): readonly string[] {
  const match = matchOf(brief)
  const evidence = evidenceOf(match)
  return titleKeysOf(match).flatMap((title) => evidence.map((one) => `${title}|${one}`))
}
