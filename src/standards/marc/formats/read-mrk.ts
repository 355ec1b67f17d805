import { isControlTag } from '../field.ts'
import type { Decoded, Encoding, ReadOptions, Rejected } from '../types.ts'
import { Draft, largestTextRecord, reject, type Source } from './draft.ts'
import { characterOf, marks } from './mnemonics.ts'
import { textOf } from './text-decoding.ts'
import { type TextLine, textLines } from './text-lines.ts'

const equals = 0x3d
const hash = 0x23

/**
 * Reads MARCMaker text (.mrk) in constant memory. A record ends at an empty line or at the next `=LDR`; lines that begin
 * with `#` are comments; a line that does not begin with `=` continues the field before it.
 */
export async function* readMrk(source: Source, options: ReadOptions = {}): AsyncGenerator<Decoded | Rejected> {
  let ordinal = 0
  let lines: TextLine[] = []
  let size = 0
  for await (const line of textLines(source)) {
    const starts = isLeader(line.bytes) && lines.length > 0
    if (starts || isBlank(line.bytes)) {
      if (lines.length > 0) yield readRecord(lines, size, ++ordinal, options)
      lines = []
      size = 0
    }
    if (isBlank(line.bytes) || line.bytes[0] === hash) continue
    size += line.length
    // Of a record that is too large only its beginning is held.
    if (size <= largestTextRecord || lines.length === 0) lines.push(line)
  }
  if (lines.length > 0) yield readRecord(lines, size, ++ordinal, options)
}

const startsWith = (bytes: Uint8Array, text: string) => {
  for (let at = 0; at < text.length; at++) if (bytes[at] !== text.charCodeAt(at)) return false
  return true
}
const isLeader = (bytes: Uint8Array) => startsWith(bytes, '=LDR') || startsWith(bytes, '=000')
const isBlank = (bytes: Uint8Array) => bytes.every((byte) => byte === 0x20 || byte === 0x09)

function readRecord(
  lines: readonly TextLine[],
  size: number,
  ordinal: number,
  options: ReadOptions,
): Decoded | Rejected {
  const { offset } = lines[0]!
  const raw = Buffer.concat(lines.flatMap(({ bytes }) => [bytes, Buffer.from('\n')]))
  if (size > largestTextRecord) return reject(ordinal, offset, raw, 'record-over-limit')
  if (!lines.some(({ bytes }) => bytes[0] === equals)) return reject(ordinal, offset, raw, 'record-not-found')
  const draft = new Draft(ordinal, offset)
  let encoding: Encoding = 'utf-8'
  let field: { text: string; offset: number } | undefined
  for (const line of lines) {
    const decoded = textOf(line.bytes, options)
    if (decoded.encoding !== 'utf-8') encoding = decoded.encoding
    if (line.bytes[0] === equals) {
      if (field) readField(field.text, field.offset, draft)
      field = { text: decoded.text, offset: line.offset }
    } else if (field) {
      draft.note('mrk-line-continued', line.offset, field.text.slice(1, 4))
      field.text += ` ${decoded.text.trim()}`
    } else draft.note('mrk-line-unknown', line.offset, undefined, JSON.stringify(decoded.text.slice(0, 40)))
  }
  if (field) readField(field.text, field.offset, draft)
  return draft.finish(raw, encoding)
}

/** One character of a line: a plain one, or one that a mnemonic stands for. */
interface Unit {
  readonly text: string
  /** It was written plainly, so `$` begins a subfield and `\` is a blank. */
  readonly plain: boolean
}

function readField(line: string, offset: number, draft: Draft): void {
  const units = readUnits(line.slice(1), (name, tag) => draft.note('mrk-mnemonic-unknown', offset, tag, `{${name}}`))
  const tag = join(units.slice(0, 3))
  const gap = units.slice(3, 5).filter(({ text, plain }) => plain && (text === ' ' || text === '\t')).length
  const spaced = units[3]?.text === ' ' ? gap : 0
  if (spaced !== 2 && units.length > 3) draft.note('mrk-gap-wrong', offset, tag)
  const rest = units.slice(3 + spaced)
  if (tag === 'LDR' || tag === '000') draft.leader(join(rest, ' '), offset)
  else if (isControlTag(tag)) draft.control(tag, join(rest, ' '), offset)
  else readDataField(tag, rest, offset, draft)
}

function readDataField(tag: string, rest: readonly Unit[], offset: number, draft: Draft): void {
  const first = rest.findIndex(({ text, plain }) => plain && text === '$')
  const indicators = first === -1 ? rest : rest.slice(0, first)
  draft.begin(tag, oneOf(indicators, 0), oneOf(indicators, 1), offset)
  if (indicators.length > 2) draft.note('data-before-subfield', offset, tag, JSON.stringify(join(indicators.slice(2))))
  for (let at = first; at !== -1 && at < rest.length; ) {
    const next = rest.findIndex(({ text, plain }, index) => index > at && plain && text === '$')
    const part = rest.slice(at + 1, next === -1 ? rest.length : next)
    draft.subfield(part[0]?.text, join(part.slice(1)), offset)
    at = next
  }
  draft.end(offset)
}

/** The units' text; a plain `\` is what `blank` says. */
const join = (units: readonly Unit[], blank = '\\'): string =>
  units.map(({ text, plain }) => (plain && text === '\\' ? blank : text)).join('')

const oneOf = (units: readonly Unit[], at: number): string | undefined => {
  const unit = units[at]
  return unit && join([unit], ' ')
}

/** Cuts a line into its characters. Marks named before a letter go behind it. */
function readUnits(line: string, unknown: (name: string, tag: string) => void): Unit[] {
  const units: Unit[] = []
  let pending = ''
  for (const [piece] of line.matchAll(/\{[A-Za-z0-9]{1,9}\}|[\s\S]/gu)) {
    const name = piece.length > 2 ? piece.slice(1, -1) : undefined
    if (name !== undefined && Object.hasOwn(marks, name)) {
      pending += marks[name]
      continue
    }
    const character = name === undefined ? undefined : characterOf(name)
    if (name !== undefined && character === undefined) {
      unknown(name, line.slice(0, 3))
      units.push(...Array.from(piece, (text) => ({ text, plain: false })))
    } else units.push({ text: (character ?? piece) + pending, plain: name === undefined && pending === '' })
    pending = ''
  }
  if (pending !== '') units.push({ text: pending, plain: false })
  return units
}
