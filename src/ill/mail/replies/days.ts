const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const month =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const ordinal = '(\\d{1,2})(?:st|nd|rd|th)?'

/** The months in other languages, each by its number: German, French, Spanish, Dutch. */
const abroad: ReadonlyMap<string, number> = new Map(
  [
    'januar februar märz april mai juni juli august september oktober november dezember',
    'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
    'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
    'januari februari maart april mei juni juli augustus september oktober november december',
  ].flatMap((names) => names.split(' ').map((name, n): [string, number] => [name, n + 1])),
)

/** A day that a text names. */
export interface FoundDay {
  /** YYYY-MM-DD. */
  readonly day: string
  /** Where it begins. */
  readonly at: number
}

interface Form {
  readonly is: RegExp
  /** Year, month, day, of which the year may be missing. */
  readonly parts: (found: RegExpExecArray) => readonly [year: number | undefined, month: number, day: number]
}

const monthOf = (name: string) => months.indexOf(name.slice(0, 3).toLowerCase()) + 1
const yearOf = (text: string | undefined) =>
  text === undefined ? undefined : text.length === 2 ? 2000 + Number(text) : Number(text)

/** How people write days. One of numbers alone with slashes is read where only one reading is a day. */
const forms: readonly Form[] = [
  { is: /\b(\d{4})-(\d{2})-(\d{2})\b/g, parts: ([, y, m, d]) => [Number(y), Number(m), Number(d)] },
  {
    is: new RegExp(`\\b${ordinal}\\s+(?:of\\s+)?${month}\\.?(?:,?\\s+(\\d{4}))?\\b`, 'gi'),
    parts: ([, d, m, y]) => [yearOf(y), monthOf(m!), Number(d)],
  },
  {
    is: new RegExp(`\\b${month}\\.?\\s+${ordinal}(?:,?\\s+(\\d{4}))?\\b`, 'gi'),
    parts: ([, m, d, y]) => [yearOf(y), monthOf(m!), Number(d)],
  },
  {
    is: new RegExp(
      `\\b(\\d{1,2})(?:\\.|er|º)?\\s+(?:de\\s+)?(${[...abroad.keys()].join('|')})(?:\\s+(?:del?\\s+)?(\\d{4}))?(?!\\p{L})`,
      'giu',
    ),
    parts: ([, d, m, y]) => [yearOf(y), abroad.get(m!.toLowerCase())!, Number(d)],
  },
  {
    is: /\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})?(?!\d)/g,
    parts: ([, d, m, y]) => [yearOf(y), Number(m), Number(d)],
  },
  {
    is: /\b(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})\b/g,
    parts: ([, a, b, y]) => {
      const [one, two] = [Number(a), Number(b)]
      if (one > 12) return [yearOf(y), two, one]
      // The third of April or the fourth of March: nobody knows.
      return two > 12 || one === two ? [yearOf(y), one, two] : [undefined, 0, 0]
    },
  },
]

const written = (year: number, monthNumber: number, day: number): string | undefined => {
  const date = new Date(Date.UTC(year, monthNumber - 1, day))
  const is = date.getUTCFullYear() === year && date.getUTCMonth() === monthNumber - 1 && date.getUTCDate() === day
  return is ? date.toISOString().slice(0, 10) : undefined
}

/** The days a text names, in its order. One without a year is the next such day after `from`. */
export function daysIn(text: string, from: Date): readonly FoundDay[] {
  const found: FoundDay[] = []
  for (const { is, parts } of forms)
    for (const match of text.matchAll(is)) {
      const [year, monthNumber, day] = parts(match as RegExpExecArray)
      const today = from.toISOString().slice(0, 10)
      const thisYear = from.getUTCFullYear()
      const named =
        year === undefined
          ? [thisYear, thisYear + 1]
              .map((one) => written(one, monthNumber, day))
              .find((one) => one !== undefined && one >= today)
          : written(year, monthNumber, day)
      if (named !== undefined && !found.some(({ at }) => at === match.index))
        found.push({ day: named, at: match.index })
    }
  return found.sort((a, b) => a.at - b.at)
}
