import { decodeText } from '../charset/decode.ts'
import type { Losses } from '../charset/marc8-decode.ts'
import { undoDoubleUtf8 } from '../charset/twice.ts'
import type { Encoding, Field } from '../types.ts'
import type { Findings } from './findings.ts'
import { buildIrregularField } from './irregular.ts'
import { indicatorsAt } from './layout.ts'
import { IRREGULAR, type Outline } from './outline.ts'
import type { Plan } from './plan.ts'

const noFields: readonly string[] = []
const noPlan: Plan = { encoding: 'utf-8', references: false }

/** Makes the text of one record's fields, then of the next's: what all fields share. */
export class FieldReader {
  readonly outline: Outline
  readonly findings: Findings
  bytes: Buffer = Buffer.alloc(0)
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

  /** Turns to the record at `start`, which the outline describes. */
  begin(bytes: Buffer, start: number, latin1: string, plan: Plan): void {
    this.bytes = bytes
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
    const tag = outline.tags[i]!
    const end = outline.ends[i]! - start
    let next = outline.delimiterStarts[i]!
    const last = outline.delimiterStarts[i + 1]!
    if (next === last) return [tag, latin1.slice(outline.starts[i]! - start, end)]
    const { delimiters } = outline
    const indicators = indicatorsAt(this.bytes, outline.starts[i]!)
    let from = delimiters[next]! - start
    let to = ++next < last ? delimiters[next]! - start : end
    const field: Field = [tag, indicators, latin1[from + 1]!, latin1.slice(from + 2, to)]
    while (next < last) {
      from = to
      to = ++next < last ? delimiters[next]! - start : end
      field.push(latin1[from + 1]!, latin1.slice(from + 2, to))
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
    const { bytes } = this
    let high = 0
    for (let at = from; at < to; at++) high |= bytes[at]! < 0x20 ? 0x80 : bytes[at]!
    if (high < 0x80 && !this.#plan.references) return this.latin1.slice(from - this.start, to - this.start)
    if (encoding === 'utf-8' || (this.#plan.references && high < 0x80 && !this.#mayRefer(from, to)))
      return this.#utf8(from, to, tag)
    return decodeText(encoding, bytes, from, to, this.#losses)
  }

  #mayRefer(from: number, to: number): boolean {
    const at = this.latin1.indexOf('&', from - this.start)
    return at >= 0 && at < to - this.start
  }

  #utf8(from: number, to: number, tag: string): string {
    const text = decodeText('utf-8', this.bytes, from, to, this.#losses)
    const once = undoDoubleUtf8(text)
    if (once === undefined) return text
    this.findings.add('utf8-doubled', from, tag)
    return once
  }
}
