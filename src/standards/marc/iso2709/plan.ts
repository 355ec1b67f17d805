import { isUtf8 } from 'node:buffer'
import { decideEightBit, isDamagedUtf8, type Stretch } from '../charset/decide.ts'
import type { Encoding, ReadOptions } from '../types.ts'
import { DELIMITER, ESCAPE } from './layout.ts'
import { ESCAPED, HIGH, type Outline } from './outline.ts'

/** Which encoding the record is in, and which fields differ from it. */
export interface Plan {
  readonly encoding: Encoding
  /** By field index: the encoding of a field that differs; `utf-8` stands too for text that nothing decodes. */
  readonly exceptions?: ReadonlyMap<number, Encoding>
  /** `&#xHHHH;` stands for a character. */
  readonly references: boolean
}

const plain: Plan = { encoding: 'utf-8', references: false }
const plainMarc8: Plan = { encoding: 'marc-8', references: true }

const UNICODE = 0x61
const REFERENCE = '&#x'

/**
 * Decides the encoding of a record by its content: ASCII, strict UTF-8, and only then what the target or the leader say
 * and what the bytes look like; field by field where the record is no one thing as a whole.
 */
export function planEncoding(
  bytes: Uint8Array,
  start: number,
  end: number,
  outline: Outline,
  latin1: string,
  options: ReadOptions,
): Plan {
  const hint = options.encoding
  const unicode = bytes[start + 9] === UNICODE
  if ((outline.remarks & (HIGH | ESCAPED)) === 0) {
    const marc8 = hint === 'marc-8' || (!unicode && (hint === undefined || hint === 'auto'))
    return marc8 && latin1.includes(REFERENCE) ? plainMarc8 : plain
  }
  if ((outline.remarks & HIGH) === 0) {
    // Seven-bit MARC-8, told by its escape sequences; not for a field where ESC is only a stray control character
    return designates(bytes, outline) ? plainMarc8 : plain
  }
  if (isUtf8(bytes.subarray(start, end))) {
    if ((outline.remarks & ESCAPED) === 0) return plain
    return { ...plain, exceptions: escapedFields(bytes, outline) }
  }
  return planEightBit(bytes, outline, unicode, options)
}

function planEightBit(bytes: Uint8Array, outline: Outline, unicode: boolean, options: ReadOptions): Plan {
  const unimarcSet = unimarcCharacterSet(bytes, outline, options)
  const utf8: number[] = []
  const other: number[] = []
  for (let field = 0; field < outline.count; field++) {
    if (!(outline.fieldRemarks[field]! & HIGH)) continue
    const stretch = stretchOf(outline, field)
    const valid = isUtf8(bytes.subarray(stretch.start, stretch.end)) || isDamagedUtf8(bytes, stretch)
    ;(valid ? utf8 : other).push(field)
  }
  const encoding = decideEightBit(
    bytes,
    other.map((field) => stretchOf(outline, field)),
    { hint: options.encoding, unicode, unimarcSet, designated: designates(bytes, outline) },
  )
  if (encoding && encoding === options.encoding && other.length > 0 && other.length >= utf8.length)
    return { encoding, references: encoding === 'marc-8' }
  if (!encoding) return plain
  const mostly8Bit = other.length >= utf8.length
  const minority: [number, Encoding][] = mostly8Bit
    ? utf8.map((field) => [field, 'utf-8'])
    : other.map((field) => [field, encoding])
  return {
    encoding: mostly8Bit ? encoding : 'utf-8',
    references: encoding === 'marc-8',
    ...(minority.length > 0 && { exceptions: new Map(minority) }),
  }
}

const stretchOf = (outline: Outline, field: number): Stretch => ({
  start: outline.starts[field]!,
  end: outline.ends[field]!,
})

/** Whether an ESC in the record begins a designation of MARC-8. */
function designates(bytes: Uint8Array, outline: Outline): boolean {
  if ((outline.remarks & ESCAPED) === 0) return false
  for (let field = 0; field < outline.count; field++) if (isDesignating(bytes, outline, field)) return true
  return false
}

/** The fields without a byte above 7F that hold a designation of MARC-8. */
function escapedFields(bytes: Uint8Array, outline: Outline): ReadonlyMap<number, Encoding> {
  const found = new Map<number, Encoding>()
  for (let field = 0; field < outline.count; field++)
    if ((outline.fieldRemarks[field]! & HIGH) === 0 && isDesignating(bytes, outline, field)) found.set(field, 'marc-8')
  return found
}

function isDesignating(bytes: Uint8Array, outline: Outline, field: number): boolean {
  if ((outline.fieldRemarks[field]! & ESCAPED) === 0) return false
  for (let at = outline.starts[field]!; at < outline.ends[field]!; at++)
    if (bytes[at] === ESCAPE && 'gbps(,)-$'.includes(String.fromCharCode(bytes[at + 1]!))) return true
  return false
}

/** UNIMARC 100$a/26-27; '' in a UNIMARC record without it, undefined in MARC 21. */
function unimarcCharacterSet(bytes: Uint8Array, outline: Outline, { flavour }: ReadOptions): string | undefined {
  if (flavour === 'marc21') return undefined
  let set: string | undefined
  let isUnimarc = flavour === 'unimarc'
  for (let field = 0; field < outline.count; field++) {
    const tag = outline.tags[field]
    if (tag === '245') return flavour === 'unimarc' ? '' : undefined
    if (tag === '200') isUnimarc = true
    if (tag !== '100' || outline.delimiterStarts[field] === outline.delimiterStarts[field + 1]) continue
    const value = outline.delimiters[outline.delimiterStarts[field]!]! + 2
    const next = outline.ends[field]!
    if (value + 28 <= next && !bytes.subarray(value, value + 28).includes(DELIMITER))
      set = String.fromCharCode(bytes[value + 26]!, bytes[value + 27]!)
  }
  return isUnimarc ? (set ?? '') : undefined
}
