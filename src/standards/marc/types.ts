import type { Field } from 'marcjs'
// The class alone: marcjs as a whole brings parsers and a table of HTML entities, 20 ms at every start
import MarcRecord from 'marcjs/lib/Record.js'

export { type Field, MarcRecord }

/** The character encodings a record's bytes may be in. `marc-8` is MARC-8 with EACC and NCRs. */
export const encodings = [
  'utf-8',
  'marc-8',
  'iso-5426',
  'iso-8859-1',
  'windows-1252',
  'koi8-r',
  'windows-1251',
  'cp866',
] as const
export type Encoding = (typeof encodings)[number]

/** The family of meanings of the tags; the bytes are the same. */
export const flavours = ['marc21', 'unimarc'] as const
export type Flavour = (typeof flavours)[number]
/** For people. */
export const flavourNames: Readonly<Record<Flavour, string>> = { marc21: 'MARC 21', unimarc: 'UNIMARC' }

/** One thing found wrong, and what was done about it. */
export interface Diagnostic {
  readonly code: DiagnosticCode
  /** Ordinal of the record in its source, from 1. */
  readonly record: number
  /** Bytes from the start of the source to the fault. */
  readonly offset: number
  /** Tag of the field concerned, where there is one. */
  readonly tag?: string
  /** What was found, in words. */
  readonly detail?: string
}

/** Codes of repairs and rejections; the texts are in `diagnostics.ts`. */
export type DiagnosticCode = import('./diagnostics.ts').DiagnosticCode

/** A record as read: text in NFC, whatever bytes it came from. */
export interface Decoded {
  readonly record: MarcRecord
  readonly encoding: Encoding
  /** True when some character could not be decoded: `lossyFields` says where (tags, in order, once each). */
  readonly lossy: boolean
  readonly lossyFields: readonly string[]
  /** What was repaired; empty for a well-formed record. */
  readonly diagnostics: readonly Diagnostic[]
  /** Ordinal in its source from 1, and byte offset there. */
  readonly ordinal: number
  readonly offset: number
  /** The bytes as received, terminator included. */
  readonly raw: Uint8Array
}

/** Bytes that hold no record: skipped as one, reading goes on behind them. */
export interface Rejected {
  readonly rejected: true
  readonly diagnostics: readonly Diagnostic[]
  readonly ordinal: number
  readonly offset: number
  readonly raw: Uint8Array
}

export interface ReadOptions {
  /** What the target or the user says of the bytes: a hint that gives way when it does not decode strictly. */
  readonly encoding?: Encoding | 'auto'
  /** Helps to decide the encoding (UNIMARC 100$a/26-29). */
  readonly flavour?: Flavour
}
