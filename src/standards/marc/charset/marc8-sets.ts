import { eaccTable } from './eacc-table.ts'
import { marc8Table } from './marc8-table.ts'

/** A set of one byte a character: code units and whether they combine, by the seven-bit code. 0 where there is none. */
export interface SingleByteSet {
  readonly units: Uint16Array
  readonly combines: Uint8Array
}

/** EACC: three bytes a character. */
export type Eacc = (code: number) => string | undefined

/** Makes a set of one byte a character from the compact form of the tables. */
export function singleByteSet(table: { readonly characters: string; readonly marks: string }): SingleByteSet {
  const units = new Uint16Array(128)
  const combines = new Uint8Array(128)
  for (let i = 0; i < 96; i++) {
    const unit = table.characters.charCodeAt(i)
    if (unit !== 0xfffd) units[i + 0x20] = unit
  }
  for (const mark of table.marks) combines[mark.charCodeAt(0)] = 1
  return { units, combines }
}

const singles = new Map<string, SingleByteSet>()

/** The set that an escape sequence with this final character designates; undefined for EACC and unknown ones. */
export function marc8Set(final: string): SingleByteSet | undefined {
  const known = singles.get(final)
  if (known) return known
  if (!Object.hasOwn(marc8Table, final)) return undefined
  const made = singleByteSet(marc8Table[final as keyof typeof marc8Table])
  singles.set(final, made)
  return made
}

let eacc: Map<number, string> | undefined

/** What the three bytes of an EACC code (as one number) stand for. The table unfolds on the first call. */
export function eaccCharacters(): ReadonlyMap<number, string> {
  eacc ??= unfold()
  return eacc
}

function unfold(): Map<number, string> {
  const characters = new Map<number, string>()
  let code = 0
  let fresh = true
  for (const line of eaccTable) {
    for (const character of line) {
      const unit = character.codePointAt(0)!
      if (unit < 0x80) {
        code = fresh ? unit : (code << 8) | unit
        fresh = false
      } else {
        characters.set(code++, character)
        fresh = true
      }
    }
  }
  return characters
}
