import { eaccCharacters, marc8Set, type SingleByteSet } from './marc8-sets.ts'
import { TextBuffer } from './text-buffer.ts'

/** Counts what a decoder had to replace by U+FFFD. */
export interface Losses {
  count: number
}

const ESCAPE = 0x1b
const AMPERSAND = 0x26
/** First halves of the marks over two letters, the ligature and the double tilde, and their second halves. */
const halves: Readonly<Record<number, number>> = { 107: 0x6c, 122: 0x7b }
/** Second halves that no first half came before. */
const loneHalves: Readonly<Record<number, number>> = { 108: 0xfe21, 123: 0xfe23 }
const REPLACEMENT = 0xfffd

/** ANSEL's four characters outside its 94: non-sorting begin and end, zero-width joiner and non-joiner. */
const c1: Readonly<Record<number, number>> = { 136: 0x98, 137: 0x9c, 141: 0x200d, 142: 0x200c }

const out = new TextBuffer()
/** Marks that wait for their base, which MARC-8 writes behind them. */
const marks: number[] = []
/** Mark and ASCII base in one number → the one character that is both, 0 where there is none. */
const composed = new Map<number, number>()

function compose(mark: number, base: number): number {
  const key = (mark << 7) | base
  let unit = composed.get(key)
  if (unit === undefined) {
    const text = String.fromCharCode(base, mark).normalize('NFC')
    unit = text.length === 1 ? text.charCodeAt(0) : 0
    composed.set(key, unit)
  }
  return unit
}

/**
 * Decodes MARC-8 (MARC 21 Specifications, "Character Sets: MARC-8"): designations of G0 and G1, EACC, combining marks
 * before their base, numeric character references. G0 and G1 begin as ASCII and ANSEL, so give it one subfield at a
 * time. The text is NFC; what has no meaning becomes U+FFFD and is counted.
 */
export function decodeMarc8(bytes: Uint8Array, start: number, end: number, losses: Losses): string {
  const ascii = marc8Set('B')!
  const ansel = marc8Set('E')!
  // undefined stands for EACC
  let g0: SingleByteSet | undefined = ascii
  let g1: SingleByteSet | undefined = ansel
  let normal = true
  /** The second half that a first half asks for. */
  let awaited = 0
  out.clear()
  marks.length = 0

  const base = (unit: number, low = 0) => {
    if (marks.length === 0) {
      out.put(unit)
      if (low) out.put(low)
      return
    }
    const one = marks.length === 1 && unit < 0x80 ? compose(marks[0]!, unit) : 0
    if (one) out.put(one)
    else {
      out.put(unit)
      if (low) out.put(low)
      for (const mark of marks) out.put(mark)
      normal = false
    }
    marks.length = 0
  }
  /** A base of one or two code units, as they come from the tables of many scripts. */
  const baseText = (character: string) => {
    base(character.charCodeAt(0), character.length > 1 ? character.charCodeAt(1) : 0)
    normal = false
  }
  const lose = () => {
    losses.count++
    base(REPLACEMENT)
  }

  let at = start
  while (at < end) {
    const byte = bytes[at]!
    if (byte === ESCAPE) {
      const designated = designation(bytes, at, end)
      if (!designated) {
        lose()
        at++
        continue
      }
      if (designated.g1) g1 = designated.set
      else g0 = designated.set
      at += designated.length
      continue
    }
    const seven = byte & 0x7f
    if (seven <= 0x20) {
      // Controls and the blank are outside the sets
      if (byte === 0xa0) lose()
      else if (byte < 0x80) base(byte)
      else if (c1[byte]) base(c1[byte])
      else lose()
      at++
      continue
    }
    const set = byte < 0x80 ? g0 : g1
    if (!set) {
      const code = (seven << 16) | ((bytes[at + 1]! & 0x7f) << 8) | (bytes[at + 2]! & 0x7f)
      const character = at + 2 < end ? eaccCharacters().get(code) : undefined
      if (character === undefined) {
        lose()
        at = skipEacc(bytes, at, end)
        continue
      }
      baseText(character)
      at += 3
      continue
    }
    if (set === ascii) {
      if (byte === AMPERSAND) {
        const reference = numericReference(bytes, at, end)
        if (reference) {
          baseText(String.fromCodePoint(reference.code))
          at += reference.length
          continue
        }
      }
      base(seven)
      at++
      continue
    }
    const unit = set.units[seven]!
    if (set.combines[seven]) {
      if (unit) {
        marks.push(unit)
        if (set === ansel) awaited = halves[seven] ?? awaited
      } else if (set !== ansel || !loneHalves[seven]) lose()
      // A second half is drawn by the first: U+0361 and U+0360 span both characters
      else if (awaited === seven) awaited = 0
      else marks.push(loneHalves[seven])
    } else if (unit) {
      base(unit)
      if (set !== ansel) normal = false
    } else lose()
    at++
  }
  if (marks.length > 0) {
    // A mark with nothing behind it to stand on
    losses.count++
    for (const mark of marks) out.put(mark)
    normal = false
  }
  const text = out.take()
  return normal ? text : text.normalize('NFC')
}

/** Behind a broken EACC code: three bytes on, or as far as the next escape sequence, blank or control. */
function skipEacc(bytes: Uint8Array, at: number, end: number): number {
  let next = at + 1
  while (next < end && next < at + 3 && (bytes[next]! & 0x7f) > 0x20) next++
  return next
}

interface Designation {
  readonly g1: boolean
  readonly set: SingleByteSet | undefined
  readonly length: number
}

/** Reads the escape sequence at `at`: technique 1 (`g b p s`), or designations of one- and multi-byte sets. */
function designation(bytes: Uint8Array, at: number, end: number): Designation | undefined {
  let next = at + 1
  const take = () => (next < end ? String.fromCharCode(bytes[next++]!) : '')
  let character = take()
  if (character === 's') return { g1: false, set: marc8Set('B'), length: 2 }
  if (character === 'g' || character === 'b' || character === 'p')
    return { g1: false, set: marc8Set(character), length: 2 }
  const multibyte = character === '$'
  if (multibyte) character = take()
  let g1 = false
  if (character === '(' || character === ',') character = take()
  else if (character === ')' || character === '-') {
    g1 = true
    character = take()
  } else if (!multibyte) return undefined
  // ANSEL's final character has an intermediate one before it
  if (character === '!') character = take()
  if (multibyte) return character === '1' ? { g1, set: undefined, length: next - at } : undefined
  // EACC's final character is also met without the $
  if (character === '1') return { g1, set: undefined, length: next - at }
  const set = character === '' || 'gbp'.includes(character) ? undefined : marc8Set(character)
  return set && { g1, set, length: next - at }
}

/** Reads `&#xHHHH;` at `at`, the way of MARC-8 to carry what it lacks. */
export function numericReference(
  bytes: Uint8Array,
  at: number,
  end: number,
): { readonly code: number; readonly length: number } | undefined {
  if (bytes[at + 1] !== 0x23 || (bytes[at + 2]! | 0x20) !== 0x78) return undefined
  let code = 0
  for (let next = at + 3; next < end && next < at + 10; next++) {
    const byte = bytes[next]!
    if (byte === 0x3b) {
      const character = next > at + 3 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) && code >= 0x20
      return character ? { code, length: next + 1 - at } : undefined
    }
    const digit = Number.parseInt(String.fromCharCode(byte), 16)
    if (Number.isNaN(digit)) return undefined
    code = code * 16 + digit
  }
  return undefined
}
