import { type Encoding, encodings } from '../../standards/marc/index.ts'
import { syntaxNames } from '../entries.ts'

/** Letters and digits alone: lists write the same name in many ways. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

const encodingsByName = new Map<string, Encoding>([
  ...encodings.map((name) => [plain(name), name] as const),
  ...[['ansel', 'marc-8'] as const, ['marc21', 'marc-8'] as const],
  ...[['latin1', 'iso-8859-1'] as const, ['88591', 'iso-8859-1'] as const],
  ...[['cp1252', 'windows-1252'] as const, ['cp1251', 'windows-1251'] as const, ['ibm866', 'cp866'] as const],
])

/** An encoding as other programs call it: `utf8`, `MARC-8`, `ISO_5426`; undefined where we cannot read it. */
export const encodingNamed = (name: string): Encoding | undefined => encodingsByName.get(plain(name))

export type SyntaxName = (typeof syntaxNames)[number]

/** A record syntax as other programs call it: `USMARC`, `MARC21/USMARC`; undefined where no MARC records come in it. */
export const syntaxNamed = (name: string): SyntaxName | undefined =>
  name.split('/').flatMap((one) => syntaxNames.find((known) => known === plain(one)) ?? [])[0]

/** Yes and no, as tables write them; undefined where it is neither. */
export function yesOrNo(text: string): boolean | undefined {
  if (/^(?:1|y|yes|true|on|x|checked)$/i.test(text)) return true
  return /^(?:0|n|no|false|off|)$/i.test(text) ? false : undefined
}

/** The attributes before a query in prefix notation, `@attr 2=3 @attr 4=1`, as we write them; undefined for more. */
export function attributesBefore(prefix: string): string | undefined {
  if (!/^(?:\s*@attr\s+\d+=[^\s"]+)+\s*$/i.test(prefix)) return undefined
  return [...prefix.matchAll(/\d+=[^\s"]+/g)].map(([pair]) => pair).join(' ')
}

/** An id made of a name: lower-case letters, digits and hyphens, at most `most` of them. */
export function idFrom(label: string, most: number): string {
  const letters = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/æ/g, 'ae')
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
  return letters
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, most)
    .replace(/-+$/, '')
}
