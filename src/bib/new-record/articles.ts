/** Articles at the beginning of titles, by ISO 639-2/B code; one that ends in an apostrophe or hyphen joins its word. */
const articles: Readonly<Record<string, readonly string[]>> = {
  afr: ['die', "'n"],
  ara: ['al-', 'el-'],
  cat: ['el', 'la', 'els', 'les', "l'", 'un', 'una'],
  dan: ['den', 'det', 'de', 'en', 'et'],
  dut: ['de', 'het', 'een', "'t", "'n"],
  eng: ['the', 'a', 'an'],
  fre: ['le', 'la', 'les', "l'", 'un', 'une'],
  ger: ['der', 'die', 'das', 'ein', 'eine'],
  gle: ['an', 'na'],
  glg: ['o', 'a', 'os', 'as', 'un', 'unha'],
  hun: ['a', 'az', 'egy'],
  ita: ['il', 'lo', 'la', 'i', 'gli', 'le', "l'", 'un', 'uno', 'una', "un'"],
  nno: ['den', 'det', 'dei', 'ein', 'ei', 'eit'],
  nob: ['den', 'det', 'de', 'en', 'ei', 'et'],
  nor: ['den', 'det', 'de', 'dei', 'en', 'ei', 'et', 'ein', 'eit'],
  por: ['o', 'a', 'os', 'as', 'um', 'uma'],
  spa: ['el', 'la', 'los', 'las', 'lo', 'un', 'una', 'unos', 'unas'],
  swe: ['den', 'det', 'de', 'en', 'ett'],
  wel: ['y', 'yr'],
  yid: ['der', 'di', 'dos'],
}

/**
 * How many characters of a title are its article and what follows it, to skip in sorting; 0 where the language is not
 * known or has none. At most 9, as the indicator holds one digit.
 */
export function nonFilingOf(title: string, language: string | undefined): number {
  const lower = title.toLowerCase().replaceAll('’', "'")
  // Longest first: "un'" before "un"
  const known = [...(articles[language ?? ''] ?? [])].sort((one, other) => other.length - one.length)
  for (const article of known) {
    const joined = /['-]$/.test(article)
    const opening = joined ? article : `${article} `
    // A title that is nothing but an article is filed under it.
    if (lower.startsWith(opening) && lower.slice(opening.length).trim() !== '') return Math.min(9, opening.length)
  }
  return 0
}

/** A language for each way to read the beginning of a title as an article; none of them need be its own. */
export function languagesOfArticles(title: string): string[] {
  const byLength = new Map<number, string>()
  for (const language of Object.keys(articles)) {
    const length = nonFilingOf(title, language)
    if (length > 0 && !byLength.has(length)) byLength.set(length, language)
  }
  return [...byLength.values()]
}
