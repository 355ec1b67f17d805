import { undoDoubleUtf8 } from '../charset/twice.ts'
import { isControlTag } from '../field.ts'
import {
  type Decoded,
  type Diagnostic,
  type DiagnosticCode,
  type Encoding,
  type Field,
  MarcRecord,
  type Rejected,
} from '../types.ts'

/** Where the bytes of a text format come from. */
export type Source = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

const sliceSize = 64 * 1024

/** The source in chunks of moderate size: one may be a whole file, and what is found in a chunk is held at once. */
export async function* slices(source: Source): AsyncGenerator<Uint8Array> {
  for await (const chunk of source)
    for (let at = 0; at < chunk.length; at += sliceSize) yield chunk.subarray(at, at + sliceSize)
}

/** No record of a text format may be larger: everything of it is held in memory until its end is seen. */
export const largestTextRecord = 1024 * 1024

/** Blank where nothing is known; UTF-8, two indicators, two characters a subfield code. */
const emptyLeader = '00000    a2200000   4500'

const goodTag = /^[\x21-\x7e]{3}$/
const goodMark = /^[\x20-\x7e]$/
/** Below these nothing can be wrong: marks that stand alone, surrogates, the letters that bytes of UTF-8 are mistaken for. */
const worthALook = /[\u00c2-\uffff]/
const halfPairs = /\p{Surrogate}/gu

/** A record while it is read from a text format. Every repair is made here, so that all formats repair alike. */
export class Draft {
  readonly ordinal: number
  readonly offset: number
  readonly #fields: Field[] = []
  readonly #diagnostics: Diagnostic[] = []
  readonly #lossy = new Set<string>()
  #leader: string | undefined
  #field: Field | undefined

  /** `ordinal` from 1 and `offset` in bytes say where in the source the record begins. */
  constructor(ordinal: number, offset: number) {
    this.ordinal = ordinal
    this.offset = offset
  }

  /** Whether nothing of a record has been seen yet. */
  get empty(): boolean {
    return this.#leader === undefined && this.#fields.length === 0
  }

  get hasLeader(): boolean {
    return this.#leader !== undefined
  }

  /** Notes a fault. `offset` in bytes from the start of the source. */
  note(code: DiagnosticCode, offset: number, tag?: string, detail?: string): void {
    this.#diagnostics.push(diagnostic(code, this.ordinal, offset, tag, detail))
  }

  leader(text: string, offset: number): void {
    if (this.#leader !== undefined) {
      this.note('leader-repeated', offset, undefined, text)
      return
    }
    const leader = this.#clean(text, 'LDR', offset)
    if (leader.length !== 24) this.note('leader-wrong', offset, undefined, `${leader.length} characters`)
    this.#leader = leader.padEnd(24).slice(0, 24)
  }

  /** A field with one text. Under a data field's tag the text becomes its $a. */
  control(tag: string, text: string, offset: number): void {
    const good = this.#tag(tag, offset)
    if (good === undefined) return
    const value = this.#clean(text, good, offset)
    if (isControlTag(good)) this.#fields.push([good, value])
    else {
      this.note('delimiter-missing', offset, good)
      this.#fields.push(value === '' ? [good, '  '] : [good, '  ', 'a', value])
    }
  }

  /** Begins a data field; `undefined` for an indicator that is missing. `subfield` and `end` go with it. */
  begin(tag: string, ind1: string | undefined, ind2: string | undefined, offset: number): void {
    const good = this.#tag(tag, offset)
    this.#field = good === undefined ? undefined : [good, '  ']
    if (good !== undefined && !isControlTag(good))
      this.#field![1] = this.#indicator(ind1, 1, good, offset) + this.#indicator(ind2, 2, good, offset)
  }

  subfield(code: string | undefined, text: string, offset: number): void {
    const field = this.#field
    if (!field) return
    let good = code ?? ''
    if (!goodMark.test(good)) {
      this.note('subfield-code-wrong', offset, field[0], code === undefined ? 'none' : JSON.stringify(code))
      good = goodMark.test(good.charAt(0)) ? good.charAt(0) : '?'
    }
    field.push(good, this.#clean(text, field[0], offset))
  }

  /** Text of the data field that stands in no subfield: it becomes a $a. */
  stray(text: string, offset: number): void {
    if (!this.#field) return
    this.note('data-before-subfield', offset, this.#field[0])
    this.subfield('a', text, offset)
  }

  /** Ends the data field. Under a control field's tag the subfields' texts become its one text. */
  end(offset: number): void {
    const field = this.#field
    this.#field = undefined
    if (!field) return
    if (!isControlTag(field[0])) this.#fields.push(field)
    else {
      this.note('control-field-with-subfields', offset, field[0])
      this.#fields.push([field[0], field.filter((_, at) => at >= 3 && at % 2 === 1).join('')])
    }
  }

  /** The record, whatever it lacks. `raw` is what it was read from. */
  finish(raw: Uint8Array, encoding: Encoding): Decoded {
    if (this.#leader === undefined) this.note('leader-missing', this.offset)
    const record = new MarcRecord()
    record.leader = this.#leader ?? emptyLeader
    record.fields = this.#fields
    return {
      record,
      encoding,
      lossy: this.#lossy.size > 0,
      lossyFields: [...this.#lossy],
      diagnostics: this.#diagnostics,
      ordinal: this.ordinal,
      offset: this.offset,
      raw,
    }
  }

  /** A tag as formats can hold it, or undefined where the field has to be left out. */
  #tag(tag: string, offset: number): string | undefined {
    if (goodTag.test(tag)) return tag
    // Writers that take tags for numbers lose their zeros: "1" and "20" are 001 and 020.
    const padded = /^\d{1,2}$/.test(tag) ? tag.padStart(3, '0') : undefined
    this.note(padded ? 'tag-wrong' : 'field-dropped', offset, padded, `tag ${JSON.stringify(tag.slice(0, 40))}`)
    return padded
  }

  #indicator(text: string | undefined, which: 1 | 2, tag: string, offset: number): string {
    if (text !== undefined && goodMark.test(text)) return text
    const found = text === undefined ? 'missing' : JSON.stringify(text.slice(0, 40))
    this.note('indicators-wrong', offset, tag, `indicator ${which}: ${found}`)
    return text && goodMark.test(text.charAt(0)) ? text.charAt(0) : ' '
  }

  /** Text in NFC, encoded once. What could not be decoded is U+FFFD in it, and makes the record lossy. */
  #clean(text: string, tag: string, offset: number): string {
    if (!worthALook.test(text)) return text
    const once = undoDoubleUtf8(text)
    if (once !== undefined) this.note('utf8-doubled', offset, tag)
    const clean = (once ?? text).replace(halfPairs, '\ufffd').normalize('NFC')
    if (clean.includes('\ufffd') && !this.#lossy.has(tag)) {
      this.#lossy.add(tag)
      this.note('undecodable', offset, tag)
    }
    return clean
  }
}

/** A diagnostic without the parts that are not there. */
export const diagnostic = (
  code: DiagnosticCode,
  record: number,
  offset: number,
  tag?: string,
  detail?: string,
): Diagnostic => ({
  code,
  record,
  offset,
  ...(tag === undefined ? {} : { tag }),
  ...(detail === undefined ? {} : { detail }),
})

/** Bytes that hold no record, rejected for one reason. `at` is the byte of the fault where it is not the first. */
export const reject = (
  ordinal: number,
  offset: number,
  raw: Uint8Array,
  code: DiagnosticCode,
  detail?: string,
  at = offset,
): Rejected => ({
  rejected: true,
  diagnostics: [diagnostic(code, ordinal, at, undefined, detail)],
  ordinal,
  offset,
  raw,
})
