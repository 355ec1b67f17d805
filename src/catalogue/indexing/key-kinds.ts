/** The kinds of keys in `bib_keys`, by the numbers they are stored under: never reuse one. */
export const keyKinds = {
  isbn: 1,
  issn: 2,
  lccn: 3,
  oclc: 4,
  /** 001, with and without the agency of 003: `(AGENCY)number`. */
  controlNumber: 5,
  /** Digests of material, part, title and one more thing that agrees: see bib's `matchKeys`. */
  match: 6,
  /** Headings as they are browsed: folded. */
  title: 10,
  author: 11,
  subject: 12,
} as const
/** A place that profiles of imports match by: the number it was given when it was met first, from 100 on. */
export type PlaceKind = `#${number}`
export type KeyKind = keyof typeof keyKinds | PlaceKind

/** The number a kind is stored under, and the other way round. */
export const kindNumber = (kind: KeyKind): number => (isPlaceKind(kind) ? Number(kind.slice(1)) : keyKinds[kind])
export const kindNumbered = (number: number): KeyKind => kindNames.get(number) ?? `#${number}`

const isPlaceKind = (kind: KeyKind): kind is PlaceKind => kind.startsWith('#')
const kindNames = new Map(
  (Object.keys(keyKinds) as (keyof typeof keyKinds)[]).map((name) => [keyKinds[name] as number, name] as const),
)

/** The kinds that can be browsed, with the Bib-1 Use attributes that mean them. */
export const headings = { title: 4, author: 1003, subject: 21 } as const
export type Heading = keyof typeof headings
