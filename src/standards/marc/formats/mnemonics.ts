/**
 * The names that MARCMaker text gives to characters. Combining marks stand before their letter there, as in MARC-8, and
 * after it in Unicode.
 */
export const characters: Readonly<Record<string, string>> = {
  dollar: '$',
  lcub: '{',
  rcub: '}',
  bsol: '\\',
  num: '#',
  lowbar: '_',
  space: ' ',
  esc: '\x1b',
  joiner: '\u200d',
  nonjoin: '\u200c',
  Lstrok: 'Ł',
  Ostrok: 'Ø',
  Dstrok: 'Đ',
  THORN: 'Þ',
  AElig: 'Æ',
  OElig: 'Œ',
  softsign: 'ʹ',
  middot: '·',
  flat: '♭',
  reg: '®',
  plusmn: '±',
  Ohorn: 'Ơ',
  Uhorn: 'Ư',
  mlrhring: 'ʼ',
  alif: 'ʼ',
  mllhring: 'ʻ',
  ayn: 'ʻ',
  lstrok: 'ł',
  ostrok: 'ø',
  dstrok: 'đ',
  thorn: 'þ',
  aelig: 'æ',
  oelig: 'œ',
  hardsign: 'ʺ',
  inodot: 'ı',
  pound: '£',
  eth: 'ð',
  ohorn: 'ơ',
  uhorn: 'ư',
  deg: '°',
  scriptl: 'ℓ',
  phono: '℗',
  copy: '©',
  sharp: '♯',
  iquest: '¿',
  iexcl: '¡',
  szlig: 'ß',
  euro: '€',
}

export const marks: Readonly<Record<string, string>> = {
  hooka: '\u0309',
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
  macr: '\u0304',
  breve: '\u0306',
  dot: '\u0307',
  uml: '\u0308',
  diaer: '\u0308',
  caron: '\u030c',
  ring: '\u030a',
  llig: '\ufe20',
  rlig: '\ufe21',
  rcommaa: '\u0315',
  dblac: '\u030b',
  candra: '\u0310',
  cedil: '\u0327',
  ogon: '\u0328',
  dotb: '\u0323',
  dbldotb: '\u0324',
  ringb: '\u0325',
  dblunder: '\u0333',
  under: '\u0332',
  commab: '\u0326',
  rcedil: '\u031c',
  breveb: '\u032e',
  ldbltil: '\ufe22',
  rdbltil: '\ufe23',
  commaa: '\u0313',
}

/** The character of a name: `eacute` too, a letter and its mark in one. Undefined where there is none. */
export function characterOf(name: string): string | undefined {
  if (Object.hasOwn(characters, name)) return characters[name]
  const mark = name.slice(1)
  if (/^[A-Za-z]/.test(name) && Object.hasOwn(marks, mark)) return (name[0]! + marks[mark]).normalize('NFC')
  // A control character by its number; higher numbers are bytes of MARC-8 that stand for nothing.
  if (/^[01789][0-9A-F]$|^(?:D[89A-F]|FF)[0-9A-F]{2}$/.test(name)) return String.fromCharCode(Number.parseInt(name, 16))
  return undefined
}

/** Told of every mnemonic that is not known. */
export type Unknown = (name: string) => void

const mnemonics = /\{([A-Za-z0-9]{1,9})\}/g
/** Marks are named before the letter that they stand on. */
const marked = new RegExp(`((?:\\{(?:${Object.keys(marks).join('|')})\\})+)(\\{[A-Za-z0-9]{1,9}\\}|.|$)`, 'gsu')

/** Text with its mnemonics replaced by what they stand for; one that is not known stays as it is. */
export function decodeMnemonics(text: string, unknown: Unknown): string {
  if (!text.includes('{')) return text
  return text.replace(marked, '$2$1').replace(mnemonics, (mnemonic, name: string) => {
    const character = Object.hasOwn(marks, name) ? marks[name] : characterOf(name)
    if (character === undefined) unknown(name)
    return character ?? mnemonic
  })
}

/** The mnemonic of a control character or half of a surrogate pair: its number in hexadecimal, `{0A}`. */
export const numbered = (character: string): string =>
  `{${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}}`
