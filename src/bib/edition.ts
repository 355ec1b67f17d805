import { words } from './fold.ts'

/** Ordinals spelled out, as edition statements have them; index + 1 is the number. Folded. */
const ordinals: readonly (readonly string[])[] = [
  ['first', 'premiere', 'erste', 'primera', 'prima', 'primeira', 'первое', 'original'],
  ['second', 'deuxieme', 'seconde', 'zweite', 'segunda', 'seconda', 'второе'],
  ['third', 'troisieme', 'dritte', 'tercera', 'terza', 'terceira', 'третье'],
  ['fourth', 'quatrieme', 'vierte', 'cuarta', 'quarta', 'четвертое'],
  ['fifth', 'cinquieme', 'funfte', 'quinta', 'пятое'],
  ['sixth', 'sixieme', 'sechste', 'sexta', 'sesta', 'шестое'],
  ['seventh', 'septieme', 'siebte', 'septima', 'settima', 'setima', 'седьмое'],
  ['eighth', 'huitieme', 'achte', 'octava', 'ottava', 'oitava', 'восьмое'],
  ['ninth', 'neuvieme', 'neunte', 'novena', 'nona', 'девятое'],
  ['tenth', 'dixieme', 'zehnte', 'decima', 'десятое'],
]
const numberOf: ReadonlyMap<string, string> = new Map(
  ordinals.flatMap((names, index) => names.map((name) => [name, String(index + 1)] as const)),
)

/** The number of an edition statement: "2nd rev. ed." → "2", "Zweite Auflage" → "2"; "" where it has none. */
export function editionNumber(statement: string): string {
  for (const word of words(statement)) {
    const digits = /^\d{1,4}/.exec(word)?.[0]
    if (digits) return String(Number(digits))
    const number = numberOf.get(word)
    if (number) return number
  }
  return ''
}
