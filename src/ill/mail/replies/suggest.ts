import { daysIn } from './days.ts'
import { harmless, type OwnPhrases, phrases, type ReplyEvent } from './phrases.ts'
import { phrasesAbroad } from './phrases-abroad.ts'

/** What a reply can be taken to say. Nobody acts on it but staff. */
export interface Suggestion {
  readonly event: ReplyEvent
  /** What the form of the event is filled in with. */
  readonly form: Readonly<Record<string, string>>
  /** The words that were found. */
  readonly phrase: string
}

export interface SuggestOptions {
  /** The events that are possible now. */
  readonly possible: ReadonlySet<string>
  /** When the reply came: days without a year follow it. */
  readonly at: Date
  readonly own?: OwnPhrases | undefined
}

interface Found {
  readonly event: ReplyEvent | undefined
  readonly phrase: string
  readonly at: number
}

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['‘`´]/g, '’')
    .replace(/\s+/g, ' ')
const isWordPart = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character)

/** What the sender's own words say, by the table of phrases; undefined where they say nothing that is possible now. */
export function suggest(words: string, { possible, at, own = [] }: SuggestOptions): Suggestion | undefined {
  const text = plain(words)
  const all = [...foundIn(text, own)]
  const whole = all.filter((one) => !all.some((other) => covers(other, one)))
  const [best] = whole
    .filter((one): one is Found & { readonly event: ReplyEvent } => one.event !== undefined && possible.has(one.event))
    .sort((a, b) => b.phrase.length - a.phrase.length || a.at - b.at)
  return best && { event: best.event, phrase: best.phrase, form: formFor(best.event, words, best, text, at) }
}

const covers = (one: Found, other: Found) =>
  one.phrase.length > other.phrase.length &&
  one.at <= other.at &&
  one.at + one.phrase.length >= other.at + other.phrase.length

function* foundIn(text: string, own: OwnPhrases): Iterable<Found> {
  for (const { event, says } of own) yield* occurrences(text, plain(says), event)
  for (const table of [{ says: phrases, harmless }, ...Object.values(phrasesAbroad)]) {
    for (const [event, list] of Object.entries(table.says))
      for (const phrase of list) yield* occurrences(text, phrase, event as ReplyEvent)
    for (const phrase of table.harmless) yield* occurrences(text, phrase, undefined)
  }
}

function* occurrences(text: string, phrase: string, event: ReplyEvent | undefined): Iterable<Found> {
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + phrase.length))
    if (!isWordPart(text[at - 1]) && !isWordPart(text[at + phrase.length])) yield { event, phrase, at }
}

/** Before a day by which something is due. */
const dueWords = new RegExp(
  `(${[
    'due( back)?( date)?( on| by| is)?|return(ed)? by|back by|until|till|extended to|renewed to|keep it to',
    'rückgabe( bis)?|fällig( am)?|zurück bis|verlängert bis|leihfrist|bis( zum)?',
    'à (retourner|rendre)( avant| pour)?|retour( pour)?|jusqu’au|avant le',
    'hasta|devolver(lo)?( antes del?)?|fecha de devolución|vence',
    'terug( voor| vóór)?|inleveren( voor| vóór)?|inleverdatum|tot( en met)?',
  ].join('|')})\\s*:?\\s*(the\\s+|le\\s+|el\\s+|den\\s+|\\p{L}+(day|tag|dag),?\\s+)?$`,
  'u',
)

function formFor(event: ReplyEvent, words: string, found: Found, text: string, at: Date): Suggestion['form'] {
  const days = daysIn(text, at)
  const due = days.find((one) => dueWords.test(text.slice(Math.max(0, one.at - 40), one.at)))
  const first = days[0]?.day
  const only = days.length === 1 ? first : undefined
  const given = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value })
  switch (event) {
    case 'shipped':
      return given('dueAtLender', due?.day)
    case 'renewed':
      return given('dueAtLender', due?.day ?? only)
    case 'willSupply':
      return given('supplyOn', first)
    case 'hold':
      return given('availableOn', first)
    case 'conditional':
      return given('condition', sentenceWith(words, found.phrase))
    case 'notSupplied':
      return given('reason', sentenceWith(words, found.phrase))
    default:
      return {}
  }
}

const mostOfSentence = 300

/** The sentence of the sender's that holds the words. */
const sentenceWith = (words: string, phrase: string): string | undefined =>
  words
    .replace(/\s+/g, ' ')
    .split(/(?<=[.!?])\s/)
    .find((sentence) => plain(sentence).includes(phrase))
    ?.trim()
    .slice(0, mostOfSentence)
