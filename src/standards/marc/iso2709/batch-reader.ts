import type { Decoded, ReadOptions, Rejected } from '../types.ts'
import { cutRecord, findTerminator, RECORD_LIMIT, skipFiller } from './cut.ts'
import { RecordDecoder } from './decode.ts'
import type { Findings, Place } from './findings.ts'
import { digits, LEADER_LENGTH, LONGEST_STATED } from './layout.ts'
import { findLeader, SURE_LENGTH } from './leader.ts'

/** A record over the limit whose end has not come yet. */
interface Oversize {
  readonly raw: Uint8Array
  readonly place: Place
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * Reads ISO 2709 records from chunks as they come: `push` gives what a chunk completes, `end` the rest. It holds the
 * bytes of one record at most, besides the chunk. What it gives does not depend on how the source is cut.
 */
export class BatchReader {
  readonly #decoder: RecordDecoder
  /** What has come and is not read yet is `#held[0, #length)`. */
  #held: Buffer = Buffer.alloc(0)
  #length = 0
  /** Over what is read just now. */
  #view: DataView = new DataView(new ArrayBuffer(0))
  /** Bytes that must be held, or a record terminator that must come, before reading makes sense again. */
  #needed = 0
  #orTerminator = false
  /** Bytes of the source before `#held`. */
  #offset = 0
  #ordinal = 0
  /** Filler passed since the last record. */
  #filler = 0
  #oversize: Oversize | undefined

  constructor(options: ReadOptions = {}) {
    this.#decoder = new RecordDecoder(options)
  }

  /** Takes the next bytes of the source, which must not change afterwards: records refer to them. */
  push(chunk: Uint8Array): (Decoded | Rejected)[] {
    const fresh = asBuffer(chunk)
    const missing = this.#needed - this.#length
    // The record that the last chunk broke off is completed by itself, so that the rest need not be copied
    if (this.#length === 0 || this.#orTerminator || missing <= 0 || missing >= fresh.length) return this.#take(fresh)
    const records = this.#take(fresh.subarray(0, missing))
    for (const record of this.#take(fresh.subarray(missing))) records.push(record)
    return records
  }

  #take(chunk: Buffer): (Decoded | Rejected)[] {
    this.#hold(chunk)
    if (this.#length < this.#needed && !(this.#orTerminator && findTerminator(chunk, 0, chunk.length) >= 0)) return []
    return this.#read(false)
  }

  /** Says that no more bytes will come. */
  end(): (Decoded | Rejected)[] {
    return this.#read(true)
  }

  #hold(chunk: Buffer): void {
    const length = this.#length + chunk.length
    if (this.#length === 0) this.#held = chunk
    else {
      if (length > this.#held.length) {
        const held = Buffer.allocUnsafeSlow(Math.max(2 * length, 4096))
        this.#held.copy(held, 0, 0, this.#length)
        this.#held = held
      }
      chunk.copy(this.#held, this.#length)
    }
    this.#length = length
  }

  #read(final: boolean): (Decoded | Rejected)[] {
    const bytes = this.#held.subarray(0, this.#length)
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const records: (Decoded | Rejected)[] = []
    this.#needed = 0
    this.#orTerminator = false
    let start = 0
    while (start < bytes.length) {
      const next = this.#oversize ? this.#skip(bytes, start, final, records) : this.#next(bytes, start, final, records)
      if (next < 0) break
      start = next
    }
    if (final && this.#oversize) this.#reject(this.#oversize, records)
    this.#offset += start
    this.#needed -= this.#needed > 0 ? start : 0
    this.#length -= start
    // Records given refer to the bytes behind: what is left moves where it can be added to
    if (start > 0 && this.#length > 0) this.#held = Buffer.from(bytes.subarray(start))
    return records
  }

  /** Reads one record, or the filler before it, at `start`. Gives where to go on, or -1 to wait for more. */
  #next(bytes: Buffer, start: number, final: boolean, records: (Decoded | Rejected)[]): number {
    const length = digits(bytes, start, 5)
    if (length > LEADER_LENGTH && length <= LONGEST_STATED) {
      const end = start + length
      if (end > bytes.length && !final) return this.#wait(end)
      const place = this.#place(start)
      this.#begin(start, place)
      const decoded =
        end <= bytes.length ? this.#decoder.decodeStrictly(bytes, this.#view, start, end, place) : undefined
      if (decoded) return this.#give(decoded, end, records)
    } else {
      const behind = skipFiller(bytes, start, final ? bytes.length : bytes.length - LEADER_LENGTH)
      if (behind > start) {
        this.#filler += behind - start
        return behind
      }
      if (!final && bytes.length - start <= LEADER_LENGTH) return this.#wait(start + LEADER_LENGTH + 1)
    }
    return this.#nextDamaged(bytes, start, final, records)
  }

  #nextDamaged(bytes: Buffer, start: number, final: boolean, records: (Decoded | Rejected)[]): number {
    const cut = cutRecord(bytes, start, final)
    if ('needed' in cut) return this.#wait(cut.needed, cut.orTerminator)
    const place = this.#place(start)
    if (cut.over) {
      this.#oversize = { raw: bytes.subarray(start, cut.end), place }
      this.#ordinal++
      return cut.end
    }
    const raw = bytes.subarray(start, cut.end)
    const findings = this.#begin(0, place)
    const decoded = this.#decoder.decodeTolerantly(raw, place)
    return this.#give(decoded ?? { rejected: true, diagnostics: findings.list, ...place, raw }, cut.end, records)
  }

  #give(record: Decoded | Rejected, end: number, records: (Decoded | Rejected)[]): number {
    records.push(record)
    this.#ordinal++
    this.#filler = 0
    return end
  }

  #wait(needed: number, orTerminator = false): -1 {
    this.#needed = needed
    this.#orTerminator = orTerminator
    return -1
  }

  /** Passes over a record above the limit, as far as its terminator or the next leader. */
  #skip(bytes: Buffer, start: number, final: boolean, records: (Decoded | Rejected)[]): number {
    const terminator = findTerminator(bytes, start, bytes.length)
    const end = terminator < 0 ? bytes.length : terminator + 1
    const leader = findLeader(bytes, start, end)
    if (leader < 0 && terminator < 0) {
      if (final) return bytes.length
      const seen = bytes.length - SURE_LENGTH
      if (seen > start) return seen
      return this.#wait(start + SURE_LENGTH + 1)
    }
    this.#reject(this.#oversize!, records)
    return leader < 0 ? end : leader
  }

  #reject({ raw, place }: Oversize, records: (Decoded | Rejected)[]): void {
    const findings = this.#begin(0, place)
    findings.add('record-over-limit', 0, undefined, `${RECORD_LIMIT} bytes`)
    records.push({ rejected: true, diagnostics: findings.list, ...place, raw })
    this.#filler = 0
    this.#oversize = undefined
  }

  #place(start: number): Place {
    return { ordinal: this.#ordinal + 1, offset: this.#offset + start }
  }

  #begin(start: number, place: Place): Findings {
    const findings = this.#decoder.findings.begin(start, place)
    if (this.#filler > 0) findings.add('bytes-between', start - this.#filler, undefined, `${this.#filler} bytes`)
    return findings
  }
}
