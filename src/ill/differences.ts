/** A detail in which two versions differ, as it was and is; '' for none. */
export interface Difference {
  readonly label: string
  readonly was: string
  readonly is: string
}

/** What two versions of something differ in. `words` names each detail for people, and is the order they are told in. */
export function differencesIn(
  words: Readonly<Record<string, string>>,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly Difference[] {
  return Object.entries(words)
    .map(([name, label]) => ({ label, was: text(before[name]), is: text(after[name]) }))
    .filter(({ was, is }) => was !== is)
}

/** A line each, for people; empty where there are none. */
export const differencesSaid = (differences: readonly Difference[]): string =>
  differences
    .map(({ label, was, is }) => `${label}: ${said(was)} → ${said(is)}`)
    .join('\n')
    .slice(0, 4000)

/** Their names alone: without what people wrote in them. */
export const differencesNamed = (differences: readonly Difference[]): string =>
  differences.map(({ label }) => label).join(', ')

const said = (value: string) => (value ? `“${value.slice(0, 200)}”` : 'nothing')

const text = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : Array.isArray(value)
      ? value.join(', ')
      : typeof value === 'object'
        ? inOrder(value)
        : String(value)

/** The database keeps the parts of an object in an order of its own. */
const inOrder = (parts: object) =>
  Object.entries(parts)
    .filter(([, value]) => value !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map((pair) => pair.join(' '))
    .join(', ')
