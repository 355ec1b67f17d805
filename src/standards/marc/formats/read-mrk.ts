import { isControlTag } from '../field.ts'
import type { Decoded, ReadOptions, Rejected } from '../types.ts'
import { Draft, largestTextRecord, reject, type Source, slices } from './draft.ts'
import { decodeMnemonics as decode, type Unknown } from './mnemonics.ts'
import { textOf } from './text-decoding.ts'
import { LineSplitter, type TextLine } from './text-lines.ts'

const equals = 0x3d
const hash = 0x23
const lineFeed = Buffer.from('\n')

/**
 * Reads MARCMaker text (.mrk) in constant memory. A record ends at an empty line or at the next `=LDR`; lines that begin
 * with `#` are comments; a line that does not begin with `=` continues the field before it.
 */
export async function* readMrk(source: Source, options: ReadOptions = {}): AsyncGenerator<Decoded | Rejected> {
  const lines = new LineSplitter()
  const paragraphs = new Paragraphs()
  let ordinal = 0
  for await (const chunk of slices(source))
    for (const paragraph of paragraphs.push(lines.push(chunk))) yield readRecord(paragraph, ++ordinal, options)
  for (const paragraph of [...paragraphs.push(lines.end()), ...paragraphs.end()])
    yield readRecord(paragraph, ++ordinal, options)
}

/** The lines of a record, comments in it too. Of a record beyond the limit only the beginning is held. */
interface Paragraph {
  readonly lines: readonly TextLine[]
  readonly size: number
}

class Paragraphs {
  #lines: TextLine[] = []
  #size = 0

  /** The paragraphs that these lines end. */
  push(lines: readonly TextLine[]): Paragraph[] {
    const ended: Paragraph[] = []
    for (const line of lines) {
      const blank = isBlank(line.bytes)
      if (blank || isLeader(line.bytes)) ended.push(...this.end())
      if (blank || (isComment(line) && this.#lines.length === 0)) continue
      this.#size += line.length
      if (this.#size <= largestTextRecord || this.#lines.length === 0) this.#lines.push(line)
    }
    return ended
  }

  /** The paragraph that is open, if one is. */
  end(): Paragraph[] {
    if (this.#lines.length === 0) return []
    // A comment behind it is not the record's.
    const last = this.#lines.findLastIndex((line) => !isComment(line))
    const paragraph = { lines: this.#lines.slice(0, last + 1), size: this.#size }
    this.#lines = []
    this.#size = 0
    return [paragraph]
  }
}

const startsWith = (bytes: Uint8Array, text: string) => {
  for (let at = 0; at < text.length; at++) if (bytes[at] !== text.charCodeAt(at)) return false
  return true
}
const isComment = ({ bytes }: TextLine) => bytes[0] === hash
const isLeader = (bytes: Uint8Array) => startsWith(bytes, '=LDR') || startsWith(bytes, '=000')
const isBlank = (bytes: Uint8Array) => {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x09) return false
  return true
}

function readRecord({ lines, size }: Paragraph, ordinal: number, options: ReadOptions): Decoded | Rejected {
  const { offset } = lines[0]!
  const raw = Buffer.concat(lines.map((line) => line.raw))
  if (size > largestTextRecord) return reject(ordinal, offset, raw, 'record-over-limit')
  if (!lines.some(({ bytes }) => bytes[0] === equals)) return reject(ordinal, offset, raw, 'record-not-found')
  const draft = new Draft(ordinal, offset)
  const telling = lines.filter((line) => !isComment(line))
  const { text, encoding } = textOf(Buffer.concat(telling.flatMap(({ bytes }) => [bytes, lineFeed])), options)
  let field: { readonly lines: string[]; readonly offset: number } | undefined
  for (const [at, line] of text.slice(0, -1).split('\n').entries()) {
    const lineOffset = telling[at]!.offset
    if (line.startsWith('=')) {
      if (field) readField(field.lines.join(' '), field.offset, draft)
      field = { lines: [line], offset: lineOffset }
    } else if (field) {
      draft.note('mrk-line-continued', lineOffset, field.lines[0]!.slice(1, 4))
      field.lines.push(line.trim())
    } else draft.note('mrk-line-unknown', lineOffset, undefined, JSON.stringify(line.slice(0, 40)))
  }
  if (field) readField(field.lines.join(' '), field.offset, draft)
  return draft.finish(raw, encoding)
}

/** A tag, even of characters that are written as mnemonics. */
const threeCharacters = /^(?:\{[A-Za-z0-9]{1,9}\}|.){3}/su

/** Reads the line of a field. A `$` always begins a subfield: one in the text is a mnemonic. */
function readField(line: string, offset: number, draft: Draft): void {
  const unknown = (name: string) => draft.note('mrk-mnemonic-unknown', offset, line.slice(1, 4), `{${name}}`)
  const [start = '', ...parts] = line.slice(1).split('$')
  const tagEnd = start.includes('{') ? (threeCharacters.exec(start)?.[0].length ?? start.length) : 3
  let gapEnd = tagEnd
  while (gapEnd < tagEnd + 2 && (start[gapEnd] === ' ' || start[gapEnd] === '\t')) gapEnd += 1
  const tag = decode(start.slice(0, tagEnd), unknown)
  const rest = start.slice(gapEnd)
  if (gapEnd !== tagEnd + 2 && (rest !== '' || parts.length > 0)) draft.note('mrk-gap-wrong', offset, tag)

  // Before the first subfield a backslash is a blank.
  const head = decode(rest.replaceAll('\\', ' '), unknown)
  if (tag === 'LDR' || tag === '000') draft.leader(plain(head, parts, unknown), offset)
  else if (isControlTag(tag)) draft.control(tag, plain(head, parts, unknown), offset)
  else {
    const [ind1, ind2, ...more] = Array.from(head)
    draft.begin(tag, ind1, ind2, offset)
    if (more.length > 0) draft.stray(more.join(''), offset)
    for (const part of parts) readSubfield(part, offset, draft, unknown)
    draft.end(offset)
  }
}

/** A text without subfields: a `$` in it means nothing. */
const plain = (head: string, parts: readonly string[], unknown: Unknown): string =>
  parts.length === 0 ? head : [head, ...parts.map((part) => decode(part, unknown))].join('$')

function readSubfield(part: string, offset: number, draft: Draft, unknown: Unknown): void {
  const code = part.startsWith('{') ? (/^\{[A-Za-z0-9]{1,9}\}/.exec(part)?.[0] ?? '{') : part.slice(0, 1)
  draft.subfield(decode(code, unknown), decode(part.slice(code.length), unknown), offset)
}
