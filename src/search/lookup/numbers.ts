import { normaliseIsbn, normaliseIssn, normaliseLccn } from '../../bib/index.ts'
import { Problem } from '../../problems.ts'
import { readTableRows, type TableRow } from '../../standards/table/index.ts'

export const numberKinds = ['isbn', 'issn', 'lccn'] as const
export type NumberKind = (typeof numberKinds)[number]

/** A number as it is looked for: an ISBN as 13 digits, an ISSN as NNNN-NNNN, an LCCN in its normal form. */
export interface WantedNumber {
  readonly kind: NumberKind
  readonly value: string
}

/** Why something on a list is not looked for. */
export const refusals = {
  empty: 'There is no number',
  'check-digit': 'Its check digit is wrong',
  'no-number': 'This is no ISBN, ISSN or LCCN',
} as const
export type Refusal = keyof typeof refusals

/** One entry of a list. */
export interface ListedNumber {
  /** Its line, from 1. */
  readonly line: number
  /** What stands there, shortened. */
  readonly given: string
  readonly wanted?: WantedNumber
  readonly refusal?: Refusal
  /** The line of the list that asks for the same number before. */
  readonly twinOf?: number
}

/** What may be said of a list; what is not said is found out. */
export interface ListShape {
  readonly kind?: NumberKind | undefined
  /** Of a table: the name in its first row, or its place from 1. */
  readonly column?: string | undefined
}

export const listLimits = { numbers: 5000, bytes: 1024 * 1024 } as const
const longestShown = 60

/** Which number a text is, or why it is none. */
export function judgeNumber(text: string, kind?: NumberKind): WantedNumber | Refusal {
  const typed = text.trim()
  const said = /^(isbn|issn|lccn)\b/i.exec(typed)?.[1]?.toLowerCase() as NumberKind | undefined
  const bare = typed.replace(/^lccn[:\s]*/i, '')
  if (bare === '') return 'empty'
  return judgedAs[said ?? kind ?? 'any'](bare)
}

const known = (kind: NumberKind, { value, valid }: { value: string; valid: boolean }) =>
  valid ? { kind, value } : undefined

const judgedAs: Readonly<Record<NumberKind | 'any', (text: string) => WantedNumber | Refusal>> = {
  isbn: (text) => known('isbn', normaliseIsbn(text)) ?? (looksLikeIsbn(text) ? 'check-digit' : 'no-number'),
  issn: (text) => known('issn', normaliseIssn(text)) ?? (looksLikeIssn(text) ? 'check-digit' : 'no-number'),
  lccn: (text) => known('lccn', normaliseLccn(text)) ?? 'no-number',
  any(text) {
    const sure = known('isbn', normaliseIsbn(text)) ?? known('issn', normaliseIssn(text))
    if (sure) return sure
    // Ten digits are an LCCN from 2001 on only; four, a hyphen and four an ISSN that is mistyped.
    const isOther = looksLikeIssn(text) || (looksLikeIsbn(text) && !/^\s*20\d\d-?\d/.test(text))
    return (isOther ? undefined : known('lccn', normaliseLccn(text))) ?? (isOther ? 'check-digit' : 'no-number')
  },
}

const looksLikeIsbn = (text: string) => /^(?:97[89]\d{10}|\d{9}[\dX])$/.test(normaliseIsbn(text).value)
const looksLikeIssn = (text: string) => /^\s*(?:ISSN:?\s*)?\d{4}-\d{3}[\dX]\b/i.test(text)

/**
 * Reads a list: a number a line, one line of several, or a table (CSV or TSV, in any encoding spreadsheets write), of
 * which one column is taken: the one that is said, else the one that holds most numbers.
 * @throws Problem lookup-empty, lookup-too-long, bad-input where there is no such column
 */
export function readNumberList(bytes: Uint8Array, { kind, column }: ListShape = {}): ListedNumber[] {
  if (bytes.length > listLimits.bytes) throw new Problem('lookup-too-long', { numbers: listLimits.numbers })
  const rows = readTableRows(bytes)
  const cells = column === undefined && rows.length === 1 ? cellsOfOnly(rows[0]!) : cellsOfColumn(rows, kind, column)
  if (cells.length === 0) throw new Problem('lookup-empty')
  if (cells.length > listLimits.numbers) throw new Problem('lookup-too-long', { numbers: listLimits.numbers })
  return listed(cells, kind)
}

/** The same of numbers that come one by one: the line of each is its place, from 1. */
export const listNumbers = (texts: readonly string[], kind?: NumberKind): ListedNumber[] =>
  listed(
    texts.map((text, i) => ({ line: i + 1, text })),
    kind,
  )

function listed(cells: readonly Cell[], kind: NumberKind | undefined): ListedNumber[] {
  const seen = new Map<string, number>()
  return cells.map(({ line, text }): ListedNumber => {
    const given = text.trim().slice(0, longestShown)
    const judged = judgeNumber(text, kind)
    if (typeof judged === 'string') return { line, given, refusal: judged }
    const key = `${judged.kind} ${judged.value}`
    const twinOf = seen.get(key)
    if (twinOf === undefined) seen.set(key, line)
    return { line, given, wanted: judged, ...(twinOf !== undefined && { twinOf }) }
  })
}

interface Cell {
  readonly line: number
  readonly text: string
}

/** A single line is a list by itself: each of its cells is an entry, by its place. */
const cellsOfOnly = ({ cells }: TableRow): Cell[] =>
  cells.map((text, i) => ({ line: i + 1, text })).filter(({ text }) => text.trim() !== '')

function cellsOfColumn(rows: readonly TableRow[], kind: NumberKind | undefined, column: string | undefined): Cell[] {
  const [first] = rows
  if (!first) return []
  const at = column === undefined ? fullest(rows, kind) : named(first, column)
  const hasHead = isHeading(first.cells[at] ?? '')
  return (hasHead ? rows.slice(1) : rows).map(({ line, cells }) => ({ line, text: cells[at] ?? '' }))
}

/** Names and years are too short to be numbers. */
const isHeading = (text: string) => text.replace(/[^\dXx]/g, '').length < 7 && /\p{L}/u.test(text)

/** @throws Problem bad-input */
function named({ cells }: TableRow, column: string): number {
  const fold = (text: string) => text.trim().toLowerCase()
  const byName = cells.findIndex((cell) => fold(cell) === fold(column))
  const at = byName >= 0 ? byName : /^\d{1,4}$/.test(column.trim()) ? Number(column) - 1 : -1
  if (at < 0 || at >= cells.length)
    throw new Problem('bad-input', { detail: `The list has no column “${column.trim().slice(0, longestShown)}”.` })
  return at
}

/** The column that holds most numbers. */
function fullest(rows: readonly TableRow[], kind: NumberKind | undefined): number {
  const counts: number[] = []
  for (const { cells } of rows)
    for (const [i, cell] of cells.entries())
      counts[i] = (counts[i] ?? 0) + (typeof judgeNumber(cell, kind) === 'string' ? 0 : 1)
  return Math.max(0, counts.indexOf(Math.max(...counts)))
}
