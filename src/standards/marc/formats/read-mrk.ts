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

type Unknown = (name: string) => void

/** The tag, the two blanks behind it, and what follows up to the first `$`. */
const headPattern = /^((?:\{[A-Za-z0-9]{1,9}\}|.){3})([ \t]{0,2})(.*)$/su

/** Reads the line of a field. A `$` always begins a subfield: one in the text is a mnemonic. */
function readField(line: string, offset: number, draft: Draft): void {
  const unknown: Unknown = (name) => draft.note('mrk-mnemonic-unknown', offset, line.slice(1, 4), `{${name}}`)
  const [start = '', ...parts] = line.slice(1).split('$')
  const [, writtenTag = start, gap = '', rest = ''] = headPattern.exec(start) ?? []
  const tag = decode(writtenTag, unknown)
  if (gap.length !== 2 && (rest !== '' || parts.length > 0)) draft.note('mrk-gap-wrong', offset, tag)

  // Before the first subfield a backslash is a blank.
  const head = decode(rest.replaceAll('\\', ' '), unknown)
  const plain = () => [head, ...parts.map((part) => decode(part, unknown))].join('$')
  if (tag === 'LDR' || tag === '000') draft.leader(plain(), offset)
  else if (isControlTag(tag)) draft.control(tag, plain(), offset)
  else {
    const [ind1, ind2, ...more] = Array.from(head)
    draft.begin(tag, ind1, ind2, offset)
    if (more.length > 0) draft.note('data-before-subfield', offset, tag, JSON.stringify(more.join('')))
    for (const part of parts) readSubfield(part, offset, draft, unknown)
    draft.end(offset)
  }
}

function readSubfield(part: string, offset: number, draft: Draft, unknown: Unknown): void {
  const code = part.startsWith('{') ? (/^\{[A-Za-z0-9]{1,9}\}/.exec(part)?.[0] ?? '{') : part.slice(0, 1)
  draft.subfield(decode(code, unknown), decode(part.slice(code.length), unknown), offset)
}

const mnemonics = /\{([A-Za-z0-9]{1,9})\}/g
/** Marks are named before the letter that they stand on. */
const marked = new RegExp(`((?:\\{(?:${Object.keys(marks).join('|')})\\})+)(\\{[A-Za-z0-9]{1,9}\\}|.|$)`, 'gsu')

/** Text with its mnemonics replaced by what they stand for. */
function decode(text: string, unknown: Unknown): string {
  if (!text.includes('{')) return text
  return text.replace(marked, '$2$1').replace(mnemonics, (mnemonic, name: string) => {
    const character = Object.hasOwn(marks, name) ? marks[name] : characterOf(name)
    if (character === undefined) unknown(name)
    return character ?? mnemonic
  })
}
