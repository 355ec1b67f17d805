import { type Money, moneyHeard, moneyText } from '../../money/index.ts'

/**
 * What the protocol has no element for stands in the note: a line each, at its beginning, `Desired due date: 2026-12-01`.
 * People can read it, whatever system they have; another Farshelf takes it out again.
 */
interface Line<T> {
  readonly label: string
  write(value: T): string
  /** Undefined where it is no such value: then the line is the writer's own. */
  read(text: string): T | undefined
}

const words = (label: string): Line<string> => ({ label, write: oneLine, read: (text) => text })
const day = (label: string): Line<string> => ({
  label,
  write: (value) => value,
  read: (text) => (isDay(text) ? text : undefined),
})
const money = (label: string): Line<Money> => ({ label, write: moneyText, read: (text) => moneyHeard(text) })
/** One of some values, each with its word. */
const among = <T extends string | boolean>(label: string, pairs: readonly (readonly [T, string])[]): Line<T> => ({
  label,
  write: (value) => pairs.find(([each]) => each === value)![1],
  read: (text) => pairs.find(([, word]) => word === text)?.[0],
})
const yesOrNo = [
  [true, 'yes'],
  [false, 'no'],
] as const
const named = <const T extends string>(...values: readonly T[]) => values.map((value) => [value, value] as const)

const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(text.slice(8))
}

/** Text that has its place on a line. */
export const oneLine = (text: string): string => text.replace(/\s*[\r\n\u0085\u2028\u2029]\s*/g, ' ').trim()

/** By the names of what they hold. `answer` is what an answer means where its status says less. */
export const lines = {
  answer: among('Answer', named('conditional', 'unfilled', 'retry', 'locations', 'estimate', 'expired', 'hold')),
  agrees: among('Conditions accepted', yesOrNo),
  item: among('Item', named('damaged', 'lost')),
  preferred: among('Preferred', named('loan', 'copy')),
  service: among('Received as', named('loan', 'copy')),
  hold: among('Place on hold', [
    ['yes', 'yes'],
    ['no', 'no'],
    ['policy', 'according to your policy'],
  ] as const),
  renewable: among('Renewable', yesOrNo),
  answerBy: day('Answer needed by'),
  replyBy: day('Reply by'),
  dueOn: day('Desired due date'),
  receivedOn: day('Received on'),
  returnedOn: day('Returned on'),
  itemId: words('Item number'),
  via: words('Sent via'),
  insuredFor: money('Insured for'),
  condition: words('Condition'),
  location: words('Location'),
  cost: money('Cost'),
  mostCost: money('Cost at most'),
  url: words('URL'),
} as const

export type LineName = keyof typeof lines
export type LineValue<N extends LineName> = (typeof lines)[N] extends Line<infer T> ? T : never
/** Of each name all its lines, in their order. */
export type Lines = { readonly [N in LineName]?: readonly LineValue<N>[] }

/** A line that only people read. */
export const itemText = (what: LineValue<'item'>): string => `${lines.item.label}: ${what}`

/** What a note says that is nothing but one of two words, as some answer conditions. */
export function answerIn(note: string): 'ACCEPT' | 'REJECT' | undefined {
  if (note.length > 40) return undefined
  const word = note.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').toUpperCase()
  return word === 'ACCEPT' || word === 'REJECT' ? word : undefined
}

/** Says that what follows is the writer's own, though it looks like one of ours. */
const own = 'Note: '

/** A note with lines before it; undefined where there is nothing to say. */
export function writeNote(said: Lines, note: string | undefined): string | undefined {
  const before = (Object.keys(said) as LineName[]).flatMap((name) =>
    (said[name] ?? []).map((value) => `${lines[name].label}: ${(lines[name] as Line<unknown>).write(value)}`),
  )
  const text = note?.trim() ?? ''
  const first = text.split('\n', 1)[0]!
  const mistakable =
    text.startsWith(own) || answerIn(text) !== undefined || labels.some((label) => first.startsWith(`${label}: `))
  const parts = [...before, ...(text === '' ? [] : [mistakable ? own + text : text])]
  return parts.length > 0 ? parts.join('\n') : undefined
}

const labels = Object.values(lines).map(({ label }) => label)

/** Takes lines of some names from the beginning of a note: what they say, and the rest. */
export function readNote<N extends LineName>(
  note: string | undefined,
  ...names: readonly N[]
): { readonly [K in N]: readonly LineValue<K>[] } & { readonly note: string | undefined } {
  const found = Object.fromEntries(names.map((name) => [name, [] as unknown[]])) as Record<N, unknown[]>
  let rest = note?.trim() ?? ''
  while (rest !== '') {
    const [line = ''] = rest.split('\n', 1)
    const name = names.find((each) => line.startsWith(`${lines[each].label}: `))
    const value = name && lines[name].read(line.slice(lines[name].label.length + 2).trim())
    if (name === undefined || value === undefined || value === '') break
    found[name].push(value)
    rest = rest.slice(line.length + 1).trim()
  }
  const text = rest.startsWith(own) ? rest.slice(own.length).trim() : rest
  return { ...found, note: text === '' ? undefined : text } as ReturnType<typeof readNote<N>>
}
