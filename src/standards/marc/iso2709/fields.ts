import { decodeText } from '../charset/decode.ts'
import type { Losses } from '../charset/marc8-decode.ts'
import { undoDoubleUtf8 } from '../charset/twice.ts'
import type { Encoding, Field } from '../types.ts'
import type { Findings } from './findings.ts'
import { buildIrregularField } from './irregular.ts'
import { indicatorsAt } from './layout.ts'
import { IRREGULAR, type Outline } from './outline.ts'
import type { Plan } from './plan.ts'
import { hasHigh } from './words.ts'

const noFields: readonly string[] = []
const noPlan: Plan = { encoding: 'utf-8', references: false }

/** Makes the text of one record's fields, then of the next's: what all fields share. */
export class FieldReader {
  readonly outline: Outline
  readonly findings: Findings
  bytes: Buffer = Buffer.alloc(0)
  #view: DataView = new DataView(new ArrayBuffer(0))
  start = 0
  /** The record byte for character. */
  latin1 = ''
  #plan = noPlan
  readonly #losses: Losses = { count: 0 }
  #lossyFields: string[] | undefined

  constructor(outline: Outline, findings: Findings) {
    this.outline = outline
    this.findings = findings
  }

  /** Tags of the fields in which something could not be decoded, once each. */
  get lossyFields(): readonly string[] {
    return this.#lossyFields ?? noFields
  }

  /** Turns to the record at `start`, which the outline describes. `view` is over `bytes`. */
  begin(bytes: Buffer, view: DataView, start: number, latin1: string, plan: Plan): void {
    this.bytes = bytes
    this.#view = view
    this.start = start
    this.latin1 = latin1
    this.#plan = plan
    this.#lossyFields = undefined
  }

  fields(): Field[] {
    const { outline } = this
    const fields: Field[] = new Array(outline.count)
    const plain = !this.#plan.references
    for (let i = 0; i < outline.count; i++) {
      fields[i] = plain && outline.fieldRemarks[i] === 0 ? this.#plainField(i) : this.#field(i)
    }
    return fields
  }

  /** A field of ASCII, as the format wants it: slices of the record's one string. */
  #plainField(i: number): Field {
    const { latin1, outline, start } = this
    const { delimiters } = outline
    const tag = outline.tags[i]!
    const end = outline.ends[i]! - start
    const next = outline.delimiterStarts[i]!
    const count = outline.delimiterStarts[i + 1]! - next
    if (count === 0) return [tag, latin1.slice(outline.starts[i]! - start, end)]
    const indicators = indicatorsAt(this.bytes, outline.starts[i]!)
    const first = delimiters[next]! - start
    if (count === 1) return [tag, indicators, latin1[first + 1]!, latin1.slice(first + 2, end)]
    const second = delimiters[next + 1]! - start
    // Arrays written out have no room to spare: with `push` a batch of records takes twice the memory
    if (count === 2) {
      const value = latin1.slice(first + 2, second)
      return [tag, indicators, latin1[first + 1]!, value, latin1[second + 1]!, latin1.slice(second + 2, end)]
    }
    const field: Field = new Array(2 + 2 * count) as Field
    field[0] = tag
    field[1] = indicators
    for (let k = 0, from = first; k < count; k++) {
      const to = k + 1 < count ? delimiters[next + k + 1]! - start : end
      field[2 + 2 * k] = latin1[from + 1]!
      field[3 + 2 * k] = latin1.slice(from + 2, to)
      from = to
    }
    return field
  }

  #field(i: number): Field {
    const { outline } = this
    const tag = outline.tags[i]!
    const encoding = this.#plan.exceptions?.get(i) ?? this.#plan.encoding
    if (this.#plan.exceptions?.has(i)) this.findings.add('encoding-mixed', outline.starts[i]!, tag, encoding)
    this.#losses.count = 0
    const field =
      outline.fieldRemarks[i]! & IRREGULAR ? buildIrregularField(this, i, encoding) : this.#regularField(i, encoding)
    if (this.#losses.count > 0) {
      this.findings.add('undecodable', outline.starts[i]!, tag, `${this.#losses.count}`)
      this.#lossyFields ??= []
      if (!this.#lossyFields.includes(tag)) this.#lossyFields.push(tag)
    }
    return field
  }

  #regularField(i: number, encoding: Encoding): Field {
    const { outline } = this
    const { delimiters } = outline
    const tag = outline.tags[i]!
    const end = outline.ends[i]!
    let next = outline.delimiterStarts[i]!
    const last = outline.delimiterStarts[i + 1]!
    if (next === last) return [tag, this.text(encoding, outline.starts[i]!, end, tag)]
    const field: Field = [tag, indicatorsAt(this.bytes, outline.starts[i]!)]
    while (next < last) {
      const from = delimiters[next]!
      const to = ++next < last ? delimiters[next]! : end
      field.push(this.latin1[from + 1 - this.start]!, this.text(encoding, from + 2, to, tag))
    }
    return field
  }

  /** The text of `[from, to)`, one subfield or control field. */
  text(encoding: Encoding, from: number, to: number, tag: string): string {
    if (!hasHigh(this.bytes, this.#view, from, to)) {
      const text = this.latin1.slice(from - this.start, to - this.start)
      // Seven-bit MARC-8 has escape sequences and numeric references
      if (encoding !== 'marc-8' || !(text.includes('\x1b') || text.includes('&'))) return text
    }
    if (encoding === 'utf-8') return this.#utf8(from, to, tag)
    return decodeText(encoding, this.bytes, from, to, this.#losses)
  }

  #utf8(from: number, to: number, tag: string): string {
    const text = decodeText('utf-8', this.bytes, from, to, this.#losses)
    const once = undoDoubleUtf8(text)
    if (once === undefined) return text
    this.findings.add('utf8-doubled', from, tag)
    return once
  }
}
