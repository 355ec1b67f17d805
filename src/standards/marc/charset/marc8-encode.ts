import { eaccCharacters, marc8Set } from './marc8-sets.ts'

/** Where MARC-8 has a character. */
interface Code {
  /** Final character of the set; `1` is EACC. */
  readonly set: string
  readonly code: number
  readonly combines: boolean
}

/** The sets, in the order in which they are preferred for a character that several have. */
const setsOfG0 = ['2', 'N', 'Q', '3', '4', 'S', 'b', 'p', 'g'] as const

/** Marks over two letters in two halves, as Unicode has them beside U+0361 and U+0360. */
const halves = [
  ['\ufe20', 0x6b],
  ['\ufe21', 0x6c],
  ['\ufe22', 0x7a],
  ['\ufe23', 0x7b],
] as const

let codes: ReadonlyMap<string, Code> | undefined

function invert(): ReadonlyMap<string, Code> {
  const map = new Map<string, Code>()
  const add = (character: string, code: Code) => {
    if (!map.has(character)) map.set(character, code)
  }
  for (const set of ['E', ...setsOfG0]) {
    const { units, combines } = marc8Set(set)!
    units.forEach((unit, code) => {
      if (unit !== 0 && unit >= 0x80) add(String.fromCharCode(unit), { set, code, combines: combines[code] === 1 })
    })
  }
  for (const [mark, code] of halves) add(mark, { set: 'E', code, combines: true })
  for (const [code, character] of eaccCharacters()) add(character, { set: '1', code, combines: false })
  return map
}

const ESCAPE = 0x1b
const ascii = (text: string) => [...text].map((c) => c.charCodeAt(0))

/** The bytes that make a set G0. */
function designate(set: string): number[] {
  if (set === 'B') return [ESCAPE, ...ascii('(B')]
  if (set === '1') return [ESCAPE, ...ascii('$1')]
  if (set === 'g' || set === 'b' || set === 'p') return [ESCAPE, ...ascii(set)]
  return [ESCAPE, ...ascii(`(${set}`)]
}

/** A base and the marks on it. */
const clusters = /[\s\S]\p{M}*/gu
const combiningMark = /^\p{M}$/u

/**
 * Encodes text as MARC-8 (MARC 21 Specifications, "Character Sets: MARC-8"): ANSEL in G1, other sets by escape sequences
 * in G0, marks before their base, `&#xHHHH;` for what no set has. The bytes begin and end with ASCII as G0: encode one
 * subfield at a time.
 */
export function encodeMarc8(text: string): Uint8Array {
  if (/^[\x00-\x7f]*$/.test(text)) return Buffer.from(text, 'latin1')
  codes ??= invert()
  const known = codes
  const out: number[] = []
  let g0 = 'B'
  const enter = (set: string) => {
    if (set === g0) return
    // Technique 1 goes back to ASCII by its own sequence
    out.push(...(set === 'B' && 'gbp'.includes(g0) ? [ESCAPE, 0x73] : designate(set)))
    g0 = set
  }
  const put = ({ set, code }: Code) => {
    if (set === 'E') out.push(code | 0x80)
    else {
      enter(set)
      if (set === '1') out.push(code >> 16, (code >> 8) & 0xff, code & 0xff)
      else out.push(code)
    }
  }
  const refer = (character: string) => {
    enter('B')
    out.push(...ascii(`&#x${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')};`))
  }
  const bare = (character: string) => {
    const code = known.get(character)
    if (character.charCodeAt(0) < 0x80) {
      // The blank and the controls are the same in every set of one byte
      if (character.charCodeAt(0) > 0x20 || g0 === '1') enter('B')
      out.push(character.charCodeAt(0))
    } else if (code && !code.combines) put(code)
    else refer(character)
  }

  /** What stands on two characters is written in two halves: the second before the second character. */
  let secondHalf: number | undefined
  for (const [cluster] of text.normalize('NFC').matchAll(clusters)) {
    const parts = whole(cluster, known) ? [...cluster] : [...decompose(cluster, known)]
    const [base = '', ...marks] = parts
    if (secondHalf !== undefined) out.push(secondHalf)
    secondHalf = undefined
    for (const mark of marks) {
      const code = known.get(mark)
      if (mark === '\u0361') secondHalf = 0xec
      if (mark === '\u0360') secondHalf = 0xfb
      if (code?.combines) put(code)
    }
    bare(base)
    for (const mark of marks) if (!known.get(mark)?.combines) refer(mark)
  }
  enter('B')
  return Uint8Array.from(out)
}

const whole = (cluster: string, known: ReadonlyMap<string, Code>): boolean =>
  [...cluster].every((character) => character.charCodeAt(0) < 0x80 || known.has(character))

/**
 * The cluster with its base taken apart as far as MARC-8 needs and can use it: a mark that it lacks stays with the base
 * where it has both as one letter, such as the Vietnamese o and u with horn. As it was where that is not enough.
 */
function decompose(cluster: string, known: ReadonlyMap<string, Code>): string {
  let [base = '', ...marks] = cluster.normalize('NFD')
  const apart: string[] = []
  for (const mark of marks) {
    const joined = (base + mark).normalize('NFC')
    if (combiningMark.test(mark) && known.get(mark)?.combines) apart.push(mark)
    else if (known.get(joined)?.combines === false) base = joined
    else return cluster
  }
  return base + apart.join('')
}
