import type { Diagnostic, DiagnosticCode } from '../types.ts'

/** Where a record stands in its source. */
export interface Place {
  /** Ordinal in the source, from 1. */
  readonly ordinal: number
  /** Bytes from the start of the source. */
  readonly offset: number
}

const none: readonly Diagnostic[] = []

/**
 * Gathers what is found wrong in one record, then in the next: one object serves a whole source, as most records have
 * nothing to be said of them. Positions are those of the buffer the record is read from.
 */
export class Findings {
  #list: Diagnostic[] | undefined
  #start = 0
  #place: Place = { ordinal: 1, offset: 0 }

  get list(): readonly Diagnostic[] {
    return this.#list ?? none
  }

  /** Turns to the record at `start` of the buffer. The list given for the one before stays as it is. */
  begin(start: number, place: Place): this {
    this.#list = undefined
    this.#start = start
    this.#place = place
    return this
  }

  add(code: DiagnosticCode, at: number, tag?: string, detail?: string): void {
    this.#list ??= []
    this.#list.push({
      code,
      record: this.#place.ordinal,
      offset: this.#place.offset + at - this.#start,
      ...(tag !== undefined && { tag }),
      ...(detail !== undefined && { detail }),
    })
  }
}
