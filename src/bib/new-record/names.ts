/** A person's name as an entry: inverted, with what stands behind it (Jr., III) apart. */
export interface PersonEntry {
  readonly name: string
  readonly suffix?: string
  /** Whether it begins with a family name: MARC 21 X00 indicator 1. */
  readonly inverted: boolean
}

const suffixes = /^(?:jr|sr|jun|sen|ii|iii|iv)\.?$/i
/** Scripts whose names are written with the family name last. */
const familyNameLast = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}\s.'’-]+$/u
/** With a capital these belong to the family name ("Le Guin"), with a small letter to the forenames ("Goethe, J. W. von"). */
const particles = new Set([
  'de',
  'del',
  'della',
  'des',
  'di',
  'da',
  'du',
  'la',
  'le',
  'van',
  'von',
  'der',
  'den',
  'mac',
  'st.',
])

/**
 * A person's name as catalogues enter it. "Lem, Stanisław" stays; "Stanisław Lem" is turned round; a single word, or a
 * name in a script that puts the family name first, stays as written.
 */
export function personEntry(text: string): PersonEntry {
  if (text.includes(',')) {
    const parts = text.split(',').map((part) => part.trim())
    const last = parts.at(-1) ?? ''
    if (parts.length > 2 && suffixes.test(last))
      return { name: parts.slice(0, -1).join(', '), suffix: last, inverted: true }
    // "Kurt Vonnegut, Jr."
    if (parts.length === 2 && suffixes.test(last)) return { ...personEntry(parts[0]!), suffix: last }
    return { name: text, inverted: true }
  }
  const words = text.split(' ')
  const last = words.at(-1) ?? ''
  if (words.length > 2 && suffixes.test(last)) return { ...personEntry(words.slice(0, -1).join(' ')), suffix: last }
  if (words.length < 2 || !familyNameLast.test(text)) return { name: text, inverted: false }
  let family = words.length - 1
  while (family > 1 && isCapitalParticle(words[family - 1]!)) family--
  return { name: `${words.slice(family).join(' ')}, ${words.slice(0, family).join(' ')}`, inverted: true }
}

const isCapitalParticle = (word: string): boolean =>
  particles.has(word.toLowerCase()) && word.charAt(0) !== word.charAt(0).toLowerCase()
