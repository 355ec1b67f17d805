/** Letters that NFKD leaves alone but that catalogues and readers write in more than one way. */
const variants: ReadonlyMap<string, string> = new Map([
  ...pairs('ßæœøđðþłıħŧŋ', ['ss', 'ae', 'oe', 'o', 'd', 'd', 'th', 'l', 'i', 'h', 't', 'n']),
  // Greek final sigma, Hebrew final letters
  ...pairs('ςךםןףץ', [...'σכמנפצ']),
  // Arabic: alef maksura, teh marbuta, and the Persian and Urdu forms of kaf, yeh and heh
  ...pairs('ىةکیہھٱ', [...'يهكيهها']),
  // Arabic-Indic and extended Arabic-Indic digits
  ...pairs('٠١٢٣٤٥٦٧٨٩', [...'0123456789']),
  ...pairs('۰۱۲۳۴۵۶۷۸۹', [...'0123456789']),
])

function pairs(from: string, to: readonly string[]): [string, string][] {
  return [...from].map((letter, index) => [letter, to[index] ?? ''])
}

const beyondAscii = /[^\x00-\x7f]/
const asciiSilent = /['`]+/g
const asciiGaps = /[^a-z0-9+#]+/g

/**
 * Marks that only colour a letter: accents, Greek and Cyrillic diacritics, Hebrew points, Arabic vowels. The vowel
 * signs of Indic scripts and the Japanese voicing marks are marks too, but without them it is another word.
 */
const accentRanges = [
  '0300-036f 0483-0489',
  '0591-05bd 05bf 05c1 05c2 05c4 05c5 05c7',
  '0610-061a 064b-065f 0670 06d6-06dc 06df-06e4 06e7 06e8 06ea-06ed',
  '1ab0-1aff 1dc0-1dff 20d0-20ff fe20-fe2f',
]
const accents = new RegExp(
  `[${accentRanges
    .join(' ')
    .replace(/[\da-f]{4}/g, '\\u$&')
    .replaceAll(' ', '')}]+`,
  'g',
)

/** Apostrophes, primes, ayn, hamza, tatweel and invisible joiners: present in one catalogue and absent in the next. */
const silent = /['‘’ʹʺʻʼʽʾʿ`´ˈ\u0640\u05f3\u05f4\u00ad\u200b-\u200f\u2060\ufeff]+/g
const variantLetters = new RegExp(`[${[...variants.keys()].join('')}]`, 'g')
const gaps = /[^\p{L}\p{N}\p{M}+#]+/gu

/**
 * The one form in which texts are compared: lower case, without accents and punctuation, script variants made one,
 * words separated by single spaces. `+` and `#` stay (C, C++ and C# are three languages). Works for every script;
 * linear in the length of the text.
 */
export function fold(text: string): string {
  if (!beyondAscii.test(text)) return foldAscii(text)
  const bare = text
    .replace(silent, '')
    .normalize('NFKD')
    .toLowerCase()
    // Again: compatibility forms bring some of their own.
    .replace(silent, '')
    .replace(accents, '')
    .replace(variantLetters, (letter) => variants.get(letter) ?? letter)
  // Most texts are Latin with accents: four times as fast as the Unicode classes.
  if (!beyondAscii.test(bare)) return foldAscii(bare)
  return bare.replace(gaps, ' ').normalize('NFC').trim()
}

const foldAscii = (text: string): string => text.toLowerCase().replace(asciiSilent, '').replace(asciiGaps, ' ').trim()

/** The folded words of a text. */
export const words = (text: string): string[] => fold(text).split(' ').filter(Boolean)

/** Latin letters that are no base letter with a mark, by what is written where they are not known. */
const plainLetters: ReadonlyMap<string, string> = new Map(
  pairs('ßæœøđðþłıħŧ', ['ss', 'ae', 'oe', 'o', 'd', 'd', 'th', 'l', 'i', 'h', 't']).flatMap(([letter, plain]) => [
    [letter, plain],
    ...(letter.toUpperCase().length === 1 && letter !== 'ı'
      ? [[letter.toUpperCase(), plain.toUpperCase()] as const]
      : []),
  ]),
)
const lettersToPlain = new RegExp(`[${[...plainLetters.keys()].join('')}]`, 'g')

/** A text with its Latin letters as the 26 of ASCII: without accents, `ø` as `o`. Other scripts stay as they are. */
export const inPlainLetters = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
    .replace(lettersToPlain, (letter) => plainLetters.get(letter) ?? letter)
