import { isControlTag } from '../field.ts'
import { decodeMnemonics } from '../formats/mnemonics.ts'
import { type Field, MarcRecord } from '../types.ts'

/** What is not right in a line of the editor's text. An error is in the way of saving; a warning is not. */
export interface TextFinding {
  readonly severity: 'error' | 'warning'
  /** From 1. */
  readonly line: number
  /** Character of the line, from 1. */
  readonly column: number
  /** What it is and what to do. */
  readonly text: string
}

/** The record of a text, or why there is none. */
export interface ParsedText {
  /** Absent when there is an error among the findings. */
  readonly record?: MarcRecord
  readonly findings: readonly TextFinding[]
  /** The line of each field, from 1, in the order of the record's fields. */
  readonly lines: readonly number[]
  /** The line of the leader. */
  readonly leaderLine: number
}

/** No text beyond these is read. */
export const editorLimits = { characters: 1_000_000, lines: 10_000 } as const

/** More findings than anyone reads. */
const mostFindings = 200

/**
 * Reads the text of `editorText`, as people write it: blanks around subfields do not count, a blank, `#`, `_` or `\` is
 * a blank indicator. Lines without text are left out. Texts come out in NFC. Linear in the length of the text.
 */
export function parseEditorText(text: string): ParsedText {
  const findings: TextFinding[] = []
  const lines: number[] = []
  const record = new MarcRecord()
  record.leader = ''
  record.fields = []
  let leaderLine = 0
  const tooMuch = (detail: string): ParsedText => ({
    findings: [{ severity: 'error', line: 1, column: 1, text: detail }],
    lines: [],
    leaderLine: 1,
  })
  if (text.length > editorLimits.characters)
    return tooMuch(`The text has more than ${editorLimits.characters.toLocaleString('en')} characters: shorten it.`)
  const rows = text.split(/\r\n|\n|\r/)
  if (rows.length > editorLimits.lines)
    return tooMuch(`The text has more than ${editorLimits.lines.toLocaleString('en')} lines: take some out.`)
  for (const [index, row] of rows.entries()) {
    if (isBlank(row)) continue
    const line = new Line(row, index + 1, (finding) => {
      if (findings.length < mostFindings || finding.severity === 'error') findings.push(finding)
    })
    if (leaderLine === 0) {
      leaderLine = index + 1
      record.leader = readLeader(line)
      if (/^LDR(?:\s|$)/.test(row)) continue
    }
    const field = readField(line)
    if (!field) continue
    record.fields.push(field)
    lines.push(index + 1)
  }
  if (leaderLine === 0)
    return tooMuch('There is no record here: begin with a line LDR and the 24 characters of the leader.')
  const refused = findings.some(({ severity }) => severity === 'error')
  return { ...(refused ? {} : { record }), findings: findings.slice(0, mostFindings), lines, leaderLine }
}

const isBlank = (row: string): boolean => !/[^ \t]/.test(row)

/** A line while it is read. */
class Line {
  readonly row: string
  readonly #number: number
  readonly #report: (finding: TextFinding) => void

  constructor(row: string, number: number, report: (finding: TextFinding) => void) {
    this.row = row
    this.#number = number
    this.#report = report
  }

  error(column: number, text: string): void {
    this.#report({ severity: 'error', line: this.#number, column: column + 1, text })
  }

  /** Text that begins at `column`, with its names replaced by characters. */
  decode(text: string, column: number): string {
    return decodeMnemonics(text, (name) => {
      const at = this.row.indexOf(`{${name}}`, column)
      this.#report({
        severity: 'warning',
        line: this.#number,
        column: (at < 0 ? column : at) + 1,
        text: `{${name}} is no name of a character and stays as it is. For the braces themselves write {lcub} and {rcub}.`,
      })
    }).normalize('NFC')
  }
}

function readLeader(line: Line): string {
  if (!/^LDR(?:\s|$)/.test(line.row)) {
    line.error(0, 'The first line is the leader: write LDR, a blank and its 24 characters.')
    return ''
  }
  const leader = readCoded(line, 4)
  if (leader.length !== 24)
    line.error(4, `The leader has ${leader.length} characters: it takes 24. Write # for a blank.`)
  return leader
}

/** The text of the leader or a control field: each position counts, `#` is a blank. */
function readCoded(line: Line, start: number): string {
  const dollar = line.row.indexOf('$', start)
  if (dollar >= 0) line.error(dollar, 'This field has no subfields. For the character $ write {dollar}.')
  return line.decode(line.row.slice(start).replaceAll('#', ' '), start)
}

/** A character, be it written by its name. */
const unit = /\{[A-Za-z0-9]{1,9}\}|./gsu
const threeUnits = /^(?:\{[A-Za-z0-9]{1,9}\}|[^ \t]){3}/u

function readField(line: Line): Field | undefined {
  const written = threeUnits.exec(line.row)?.[0]
  const tag = written && line.decode(written, 0)
  if (tag === undefined || tag.length !== 3) {
    line.error(0, 'A line begins with a tag of three characters, such as 245.')
    return undefined
  }
  if (!/^[\x21-\x7e]{3}$/.test(tag)) {
    line.error(0, `A tag takes three digits or Latin letters, such as 245.`)
    return undefined
  }
  const start = written!.length
  if (isControlTag(tag)) {
    if (line.row.length > start && line.row[start] !== ' ' && line.row[start] !== '\t') {
      line.error(start, `After the tag ${tag} comes a blank, then the text.`)
      return undefined
    }
    return [tag, readCoded(line, start + 1)]
  }
  const dollar = line.row.indexOf('$', start)
  const end = dollar < 0 ? line.row.length : dollar
  const indicators = readIndicators(line, tag, start, end, dollar < 0)
  if (indicators === undefined) return undefined
  return [tag, indicators, ...(dollar < 0 ? [] : readSubfields(line, dollar))]
}

const blanks = new Set([' ', '\t', '#', '_', '\\'])

/** What stands between the tag and the first subfield. */
function readIndicators(line: Line, tag: string, start: number, end: number, bare: boolean): string | undefined {
  const head = line.row.slice(start, end)
  const units = head.match(unit) ?? []
  const isGap = (at: number) => units[at] === ' ' || units[at] === '\t'
  if (!bare && units.every((_, at) => isGap(at))) return '  '
  // A blank parts them from the tag, and one from the first subfield; another one may be an indicator.
  let [from, to] = [0, units.length]
  if (to > 2 && isGap(from)) from++
  while (to - from > 2 && isGap(to - 1)) to--
  while (to - from > 2 && isGap(from)) from++
  const lonely = units.length === 2 && isGap(0)
  if (to - from === 2 && !lonely)
    return units
      .slice(from, to)
      .map((one) => (blanks.has(one) ? ' ' : line.decode(one, start)))
      .join('')
  if (bare && units.length > 4)
    line.error(start, 'The text stands in no subfield: write $a before it, or the code it belongs to.')
  else if (tag === 'LDR') line.error(0, 'There is a leader already, and one record has one: take this line out.')
  else if (to - from < 2 || lonely)
    line.error(start, `After the tag ${tag} come two indicators: write # for a blank one, such as ${tag} ## $a.`)
  else line.error(start, 'Between the tag and the first subfield stand two indicators and nothing else.')
  return undefined
}

function readSubfields(line: Line, start: number): string[] {
  const subfields: string[] = []
  let column = start
  for (const part of line.row.slice(start + 1).split('$')) {
    const code = /^(?:\{[A-Za-z0-9]{1,9}\}|.)/su.exec(part)?.[0]
    const decoded = code && line.decode(code, column + 1)
    if (code === undefined || decoded === undefined)
      line.error(column, 'After $ comes the code of a subfield, such as $a. For the character $ write {dollar}.')
    else if (!/^[\x20-\x7e]$/.test(decoded))
      line.error(
        column,
        `${JSON.stringify(code)} is no code of a subfield: it takes a digit or a Latin letter, such as $a.`,
      )
    else subfields.push(decoded, line.decode(trimmed(part.slice(code.length)), column))
    column += part.length + 1
  }
  return subfields
}

/** Without blanks at its ends. No expression: that is quadratic on a line of blanks. */
function trimmed(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && (text[start] === ' ' || text[start] === '\t')) start++
  while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--
  return text.slice(start, end)
}
