import type { Diagnostic, DiagnosticCode } from '../types.ts'

/** Where a record stands in its source. */
export interface Place {
  /** Ordinal in the source, from 1. */
  readonly ordinal: number
  /** Bytes from the start of the source. */
  readonly offset: number
}

const none: readonly Diagnostic[] = []

/** Gathers what is found wrong in one record. Positions are those of the buffer the record is read from. */
export class Findings {
  #list: Diagnostic[] | undefined
  readonly #start: number
  readonly #place: Place

  /** `start` is the record's position in the buffer. */
  constructor(start: number, place: Place) {
    this.#start = start
    this.#place = place
  }

  get list(): readonly Diagnostic[] {
    return this.#list ?? none
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
