import { type Decoded, MarcRecord, type ReadOptions } from '../types.ts'
import { FieldReader } from './fields.ts'
import { Findings, type Place } from './findings.ts'
import { LEADER_LENGTH, RECORD_TERMINATOR } from './layout.ts'
import { Outline } from './outline.ts'
import { planEncoding } from './plan.ts'
import { recover } from './recover.ts'
import { outlineStrictly } from './strict.ts'

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
   * Decodes what can be found of a record in `bytes[start, end)`, whatever its state; undefined where no field can be
   * told. The findings say why, in both cases. `view` is over `bytes`.
   */
  decodeTolerantly(bytes: Buffer, view: DataView, start: number, end: number, place: Place): Decoded | undefined {
    const leader = recover(bytes, view, start, end, this.#outline, this.findings)
    if (leader === undefined) return undefined
    return this.#decode(bytes, view, start, end, bytes.latin1Slice(start, end), leader, place)
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
