import { type Decoded, MarcRecord, type ReadOptions } from '../types.ts'
import { FieldReader } from './fields.ts'
import { Findings, type Place } from './findings.ts'
import { LEADER_LENGTH, RECORD_TERMINATOR } from './layout.ts'
import { Outline } from './outline.ts'
import { planEncoding } from './plan.ts'
import { recover } from './recover.ts'
import { outlineStrictly } from './strict.ts'
import { undo } from './undo.ts'

/** Decodes the records of a source, one after the other. */
export class RecordDecoder {
  /** What is found wrong in the record at hand: `begin` it before each. */
  readonly findings = new Findings()
  readonly #outline = new Outline()
  readonly #fields = new FieldReader(this.#outline, this.findings)
  readonly #options: ReadOptions

  constructor(options: ReadOptions) {
    this.#options = options
  }

  /**
   * Decodes the well-formed record in `bytes[start, end)`; undefined where leader, directory and terminators do not
   * agree in every byte. `view` is over `bytes`.
   */
  decodeStrictly(bytes: Buffer, view: DataView, start: number, end: number, place: Place): Decoded | undefined {
    if (bytes[end - 1] !== RECORD_TERMINATOR) return undefined
    const latin1 = bytes.latin1Slice(start, end)
    if (!outlineStrictly(bytes, view, start, latin1, this.#outline)) return undefined
    return this.#decode(bytes, view, start, end, latin1, latin1.slice(0, LEADER_LENGTH), place)
  }

  /**
   * Decodes what can be found of a record, whatever its state; undefined where no field can be told. The findings say
   * why, in both cases, with positions in `raw`: the buffer holds this record only, so that nothing depends on what has
   * come behind it.
   */
  decodeTolerantly(raw: Buffer, place: Place): Decoded | undefined {
    const undone = this.#decodeUndone(raw, place)
    if (undone) return undone
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
    const leader = recover(raw, view, this.#outline, this.findings)
    if (leader === undefined) return undefined
    return this.#decode(raw, view, 0, raw.length, raw.latin1Slice(), leader, place)
  }

  /** Decodes the record as it was before a program changed all of it, where that can be proved. */
  #decodeUndone(raw: Buffer, place: Place): Decoded | undefined {
    for (const { bytes, code, at, detail } of undo(raw)) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      const decoder = new RecordDecoder(this.#options)
      decoder.findings.begin(0, place)
      const decoded = decoder.decodeStrictly(bytes, view, 0, bytes.length, place)
      if (!decoded) continue
      this.findings.add(code, at, undefined, detail)
      return { ...decoded, diagnostics: [...this.findings.list, ...decoded.diagnostics], raw }
    }
    return undefined
  }

  #decode(
    bytes: Buffer,
    view: DataView,
    start: number,
    end: number,
    latin1: string,
    leader: string,
    place: Place,
  ): Decoded {
    const plan = planEncoding(bytes, start, end, this.#outline, latin1, this.#options)
    const reader = this.#fields
    reader.begin(bytes, view, start, latin1, plan)
    const record = new MarcRecord()
    record.leader = leader
    record.fields = reader.fields()
    const { lossyFields } = reader
    return {
      record,
      encoding: plan.encoding,
      lossy: lossyFields.length > 0,
      lossyFields,
      diagnostics: this.findings.list,
      ordinal: place.ordinal,
      offset: place.offset,
      raw: bytes.subarray(start, end),
    }
  }
}
