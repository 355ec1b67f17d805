import type { DiagnosticCode } from '../types.ts'
import { largestTextRecord } from './draft.ts'

/** An object of a JSON text, or bytes that are none. */
export interface JsonPiece {
  readonly offset: number
  readonly bytes: Uint8Array
  /** Why the bytes are no object. */
  readonly fault?: DiagnosticCode
}

/** MARC-in-JSON needs four levels. */
const deepest = 32

const [lf, quote, backslash, openBracket, closeBracket, open, close] = [0x0a, 0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]
/** EF BB BF, where the text begins. */
const byteOrderMark = [0xef, 0xbb, 0xbf]
/** What may stand between objects: blanks, comma, brackets of an array, RS (RFC 7464). */
const between = new Set([0x09, lf, 0x0d, 0x20, 0x2c, openBracket, closeBracket, 0x1e])

/**
 * Cuts the bytes of a JSON text into its outermost objects, however they are chunked and whether they stand alone, in an
 * array or one a line. It only follows braces and strings: what is inside an object is for `JSON.parse`.
 *
 * An object that does not end (a line cut short) swallows what follows it; when that comes out, at the end of the data or
 * at a limit, reading starts again at the next line that begins with a brace.
 */
export class JsonSplitter {
  /** Bytes of the open object or junk from chunks before this one. */
  #held: Uint8Array[] = []
  #heldLength = 0
  #state: 'between' | 'junk' | 'object' | 'skipping' = 'between'
  #depth = 0
  #inString = false
  #escaped = false
  /** The byte before was a line feed: a brace here begins a line. */
  #atLineStart = true
  #position = 0
  #pieces: JsonPiece[] = []

  /** The pieces that end in this chunk. */
  push(chunk: Uint8Array): JsonPiece[] {
    this.#scan(chunk)
    return this.#take()
  }

  /** The pieces that only the end of the data ends. */
  end(): JsonPiece[] {
    // Every round gives up one unclosed object; a text of them cannot be nested deeper than `deepest`.
    while (this.#state === 'object') this.#giveUp(new Uint8Array(), 'record-cut-short')
    if (this.#state === 'junk') this.#emit(new Uint8Array(), 'record-not-found')
    return this.#take()
  }

  #take(): JsonPiece[] {
    const pieces = this.#pieces
    this.#pieces = []
    return pieces
  }

  #scan(chunk: Uint8Array): void {
    /** Where the bytes of the current state begin in this chunk. */
    let start = 0
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!
      const lineStart = this.#atLineStart
      this.#atLineStart = byte === lf
      if (this.#state === 'between' || this.#state === 'junk') {
        const separates =
          byte === open ||
          byte === lf ||
          (this.#state === 'between' && (between.has(byte) || byte === byteOrderMark[this.#position]))
        if (this.#state === 'junk' && separates) this.#emit(chunk.subarray(start, at), 'record-not-found')
        if (byte === open) {
          start = at
          this.#begin()
        } else if (!separates && this.#state === 'between') {
          start = at
          this.#state = 'junk'
        }
        if (this.#state === 'between') this.#position += 1
        continue
      }
      if (lineStart && byte === open && (this.#inString || this.#state === 'skipping')) {
        // No string may hold a line feed: the object before was cut short.
        if (this.#state === 'object') this.#emit(chunk.subarray(start, at), 'record-cut-short')
        else this.#position += at - start
        start = at
        this.#begin()
        continue
      }
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false
        else if (byte === backslash) this.#escaped = true
        else if (byte === quote) this.#inString = false
      } else if (byte === quote) this.#inString = true
      else if (byte === open || byte === openBracket) this.#depth += 1
      else if (byte === close || byte === closeBracket) this.#depth -= 1

      if (this.#depth === 0) {
        if (this.#state === 'object') this.#emit(chunk.subarray(start, at + 1))
        else {
          this.#position += at + 1 - start
          this.#state = 'between'
        }
        start = at + 1
      } else if (this.#state === 'object') {
        const tooLarge = this.#heldLength + at - start >= largestTextRecord
        if (tooLarge || this.#depth > deepest) {
          this.#giveUp(chunk.subarray(start, at + 1), tooLarge ? 'record-over-limit' : 'json-too-deep')
          start = at + 1
        }
      }
    }
    if (this.#state === 'object' || this.#state === 'junk') this.#hold(chunk.subarray(start))
    else if (this.#state === 'skipping') this.#position += chunk.length - start
  }

  #begin(): void {
    this.#state = 'object'
    this.#depth = 1
    this.#inString = false
    this.#escaped = false
  }

  #hold(bytes: Uint8Array): void {
    // Of junk the beginning is enough; its length has to be right.
    if (this.#state === 'junk' && this.#heldLength > 0) this.#heldLength += bytes.length
    else {
      this.#held.push(bytes)
      this.#heldLength += bytes.length
    }
  }

  /** Ends the object or junk with these last bytes of it. */
  #emit(bytes: Uint8Array, fault?: DiagnosticCode): void {
    this.#hold(bytes)
    const whole = this.#held.length === 1 ? this.#held[0]! : Buffer.concat(this.#held)
    this.#pieces.push({ offset: this.#position, bytes: whole, ...(fault ? { fault } : {}) })
    this.#position += this.#heldLength
    this.#held = []
    this.#heldLength = 0
    this.#state = 'between'
  }

  /** Rejects the open object up to the next line that begins with a brace, and reads on from there. */
  #giveUp(bytes: Uint8Array, fault: DiagnosticCode): void {
    this.#hold(bytes)
    const whole = this.#held.length === 1 ? this.#held[0]! : Buffer.concat(this.#held)
    this.#held = []
    this.#heldLength = 0
    const line = lineWithBrace(whole)
    if (line === -1) {
      this.#emit(whole, fault)
      if (fault !== 'record-cut-short') this.#state = 'skipping'
      return
    }
    this.#emit(whole.subarray(0, line), fault)
    this.#atLineStart = true
    this.#scan(whole.subarray(line))
  }
}

/** Where the first line after this one begins that starts with a brace; -1 where none does. */
function lineWithBrace(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(lf); at !== -1; at = bytes.indexOf(lf, at + 1)) if (bytes[at + 1] === open) return at + 1
  return -1
}
