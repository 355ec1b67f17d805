import { isUtf8 } from 'node:buffer'
import type { Encoding } from '../types.ts'
import { noEvidence, weigh } from './evidence.ts'

/** A stretch of bytes that holds text: a field's data. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** What is known of the text besides its bytes. */
export interface Claims {
  /** What the target or the user says. */
  readonly hint?: Encoding | 'auto' | undefined
  /** Leader/09 is `a`: Unicode, if it can be believed. */
  readonly unicode: boolean
  /** UNIMARC 100$a/26-27: `01` and `03` are ISO 646 and ISO 5426; undefined in MARC 21. */
  readonly unimarcSet?: string | undefined
  /** An escape sequence of MARC-8 designates a character set somewhere in the record. */
  readonly designated?: boolean
}

/**
 * Says which encoding text that is neither ASCII nor UTF-8 is in, from the bytes first: MARC-8 by its marks, ISO 5426
 * where the record says so or its marks do, Latin-1 or Windows-1252 where the bytes read as text. Undefined where
 * nothing fits: better shown as lost than shown wrong.
 */
export function decideEightBit(
  bytes: Uint8Array,
  stretches: readonly Stretch[],
  { hint, unicode, unimarcSet, designated }: Claims,
): Encoding | undefined {
  if (hint && hint !== 'auto' && hint !== 'utf-8') return hint
  const evidence = noEvidence()
  for (const { start, end } of stretches) weigh(bytes, start, end, evidence)
  const { marc8, iso5426, latin1, windows1252 } = evidence
  if (unimarcSet !== undefined) {
    const claimed = unimarcSet === '01' || unimarcSet === '03'
    if (iso5426 > 0 && (claimed || iso5426 >= Math.max(marc8, latin1))) return 'iso-5426'
  }
  if (designated) return 'marc-8'
  // Where both read well the leader settles it: only a record that claims to be MARC-8 probably is
  if (marc8 > 0 && (unicode ? marc8 > latin1 : marc8 >= latin1)) return 'marc-8'
  if (latin1 > 0) return windows1252 > 0 ? 'windows-1252' : 'iso-8859-1'
  return undefined
}

/** Whether bytes that are not valid UTF-8 as a whole are UTF-8 all the same, with some bytes damaged. */
export function isDamagedUtf8(bytes: Uint8Array, { start, end }: Stretch): boolean {
  let whole = 0
  let broken = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte < 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1
    if (length > 1 && at + length <= end && isUtf8(bytes.subarray(at, at + length))) {
      whole++
      at += length - 1
    } else broken++
  }
  return whole > broken
}
