import { type Field, texts } from '../standards/marc/index.ts'
import { fold } from './fold.ts'
import { all, control, type Tagged, value } from './tagged.ts'
import type { Carrier, Format } from './types.ts'

/** What a record describes and on what it is carried. No carrier: the usual one, paper or a disc of its own kind. */
export interface Material {
  readonly format: Format
  readonly carrier?: Carrier
}

/** The format and carrier of a record, from its codes; "book" where they say nothing. */
export function materialOf(record: Tagged): Material {
  const marc21 = record.flavour === 'marc21'
  const kind = (marc21 ? marc21Kind : unimarcKind)(record)
  const carrier = (marc21 ? marc21Carrier : unimarcCarrier)(record)
  if (carrier === 'disc') {
    // A disc is what films, music and programs come on: only for a text is it worth saying.
    return kind !== 'computer-file' && electronic[kind] ? { format: electronic[kind], carrier } : { format: kind }
  }
  if (carrier === 'online') return { format: electronic[kind] ?? kind, carrier }
  return carrier ? { format: kind, carrier } : { format: kind }
}

/** What printed things are called when they are files. The rest keeps its name: an online map is a map. */
const electronic: Partial<Record<Format, Format>> = {
  book: 'ebook',
  manuscript: 'ebook',
  serial: 'e-resource',
  'computer-file': 'e-resource',
  mixed: 'e-resource',
}

/** MARC 21 leader/06, "Type of record". */
const marc21Types: Readonly<Record<string, Format>> = {
  a: 'book',
  c: 'score',
  d: 'score',
  e: 'map',
  f: 'map',
  g: 'video',
  i: 'audiobook',
  j: 'music',
  k: 'image',
  m: 'computer-file',
  o: 'kit',
  p: 'mixed',
  r: 'object',
  t: 'manuscript',
}

/** RDA content types (336 $b, UNIMARC 181 $c), for records whose leader says nothing. */
const contentTypes: Readonly<Record<string, Format>> = {
  txt: 'book',
  tct: 'book',
  ntm: 'score',
  tcm: 'score',
  cri: 'map',
  crt: 'map',
  crd: 'map',
  tdi: 'video',
  tdm: 'video',
  spw: 'audiobook',
  prm: 'music',
  snd: 'audiobook',
  sti: 'image',
  tci: 'image',
  cop: 'computer-file',
  cod: 'computer-file',
  tdf: 'object',
  tcf: 'object',
}

/** 008/33 of visual materials and 007/00-01 that mean a picture rather than a film. */
const stillVisuals = 'acfiklnopst'

function marc21Kind(record: Tagged): Format {
  const type = record.leader.charAt(6)
  const level = record.leader.charAt(7)
  const kind = marc21Types[type] ?? contentTypes[codes(all(record, '336'), 'b')[0] ?? ''] ?? 'book'
  if (type === 'g') return stillVisuals.includes(control(record, '008').charAt(33) || '-') ? 'image' : kind
  if (kind !== 'book') return kind
  return levels[level] ?? kind
}

/** Leader/07 of language material: component parts are articles; serials, integrating resources and their kind. */
const levels: Readonly<Record<string, Format>> = { a: 'article', b: 'article', s: 'serial', i: 'serial' }

/** MARC 21 "Form of item", 008/23 or, for maps and visual materials, 008/29. */
const forms: Readonly<Record<string, Carrier>> = {
  a: 'microform',
  b: 'microform',
  c: 'microform',
  d: 'large-print',
  f: 'braille',
  o: 'online',
  q: 'disc',
  s: 'online',
}

function marc21Carrier(record: Tagged): Carrier | undefined {
  const type = record.leader.charAt(6)
  const formCode = control(record, '008').charAt('efgkor'.includes(type) ? 29 : 23)
  const form = forms[formCode]
  if (form) return form
  const physical = all(record, '007').map((field) => field[1] ?? '')
  const carriers = codes(all(record, '338'), 'b')
  if (carriers.includes('cr') && !carriers.includes('nc')) return 'online'
  // A printed text or a picture with a second 007 for its online copy is still the printed one.
  if (physical.some((code) => code.startsWith('cr')) && !physical.some((code) => /^[kt]/.test(code))) return 'online'
  if (physical.some((code) => code.startsWith('tb'))) return 'large-print'
  if (physical.some((code) => code.startsWith('tc') || code.startsWith('fb'))) return 'braille'
  const designation = gmd(value(all(record, '245')[0], 'h'), value(all(record, '300')[0], 'a'))
  if (designation) return designation
  // 007 of a film kept beside the printed one: 008 then says that the thing itself is in no special form.
  if (
    formCode !== ' ' &&
    physical.some((code) => code.startsWith('h')) &&
    !physical.some((code) => code.startsWith('t'))
  )
    return 'microform'
  if (type === 'm') return carriers.some((code) => code.startsWith('c') && code !== 'cr') ? 'disc' : undefined
  return undefined
}

/** The general material designation of older rules, in the words of several languages. */
function gmd(designation: string | undefined, extent: string | undefined): Carrier | undefined {
  if (!designation) return undefined
  const words = fold(designation.slice(0, 100))
  if (/electroni|elektroni|elettroni|eletroni|электрон|online|en ligne/.test(words))
    // "Electronic resource" was written on discs before it was written on the web.
    return /cd rom|cdrom|dvd|dis[ckq]|диск/.test(fold(extent?.slice(0, 200) ?? '')) ? 'disc' : 'online'
  if (/microf|mikrof|микроф/.test(words)) return 'microform'
  if (/large print/.test(words)) return 'large-print'
  return /braille|брайл/.test(words) ? 'braille' : undefined
}

/** UNIMARC leader/06. */
const unimarcTypes: Readonly<Record<string, Format>> = {
  a: 'book',
  b: 'manuscript',
  c: 'score',
  d: 'score',
  e: 'map',
  f: 'map',
  g: 'video',
  i: 'audiobook',
  j: 'music',
  k: 'image',
  l: 'computer-file',
  m: 'kit',
  r: 'object',
}

/** UNIMARC 181 $a/00, "Content form". */
const unimarcContent: Readonly<Record<string, Format>> = {
  a: 'computer-file',
  b: 'image',
  d: 'music',
  e: 'object',
  f: 'computer-file',
  h: 'audiobook',
  i: 'book',
}

function unimarcKind(record: Tagged): Format {
  const type = record.leader.charAt(6)
  const content = value(all(record, '181')[0], 'a')?.charAt(0) ?? ''
  const said = contentTypes[codes(all(record, '181'), 'c')[0] ?? ''] ?? unimarcContent[content]
  // Leader/06 l says "electronic" only: what kind of thing, 181 or 135 $a/00 (d: document) says.
  const text = said === 'book' || value(all(record, '135')[0], 'a')?.charAt(0) === 'd'
  const kind = type === 'l' && text ? 'book' : (unimarcTypes[type] ?? said ?? 'book')
  // 115 $a/00: b is a projected still, c a video recording
  if (type === 'g' && value(all(record, '115')[0], 'a')?.charAt(0) === 'b') return 'image'
  return kind === 'book' ? (levels[record.leader.charAt(7)] ?? kind) : kind
}

/** UNIMARC 106 $a/00, "Form of item". */
const unimarcForms: Readonly<Record<string, Carrier>> = { d: 'large-print', f: 'braille', g: 'microform', s: 'online' }

function unimarcCarrier(record: Tagged): Carrier | undefined {
  const form = unimarcForms[value(all(record, '106')[0], 'a')?.charAt(0) ?? '']
  if (form) return form
  const carriers = codes(all(record, '183'), 'a')
  if (carriers.includes('ceb') || carriers.includes('cr')) return 'online'
  const media = all(record, '182')
  if (codes(media, 'c').includes('c') || codes(media, 'a').some((code) => code.startsWith('b'))) return 'online'
  if (record.leader.charAt(6) === 'l' && codes(all(record, '135'), 'a').some((code) => code.charAt(1) === 'r'))
    return 'online'
  if (record.leader.charAt(6) === 'l') return value(all(record, '135')[0], 'a')?.charAt(1) === 'o' ? 'disc' : 'online'
  return gmd(value(all(record, '200')[0], 'b'), value(all(record, '215')[0], 'a'))
}

/** The codes in one subfield of some fields, trimmed, lower case. */
const codes = (fields: readonly Field[], code: string): string[] =>
  fields.flatMap((field) => texts(field, code)).map((found) => found.trim().toLowerCase())
