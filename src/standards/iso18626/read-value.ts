import type { XmlElement } from '../xml/index.ts'
import { canonical } from './codes.ts'
import { readDateTime } from './date-time.ts'
import type { Description } from './describe.ts'

type Simple = Exclude<Description, { is: 'sequence' | 'choice' }>

/** The value in an element that holds only text; undefined where the text is none. White space around it is not of it. */
export function readValue(element: XmlElement, description: Simple): { readonly value: unknown } | undefined {
  const text = element.text.trim()
  const value = readers[description.is](text, description as never, element)
  return value === undefined ? undefined : { value }
}

const truths: Readonly<Record<string, boolean>> = { true: true, '1': true, y: true, false: false, '0': false, n: false }
const answers: Readonly<Record<string, string>> = { yes: 'Y', true: 'Y', no: 'N', false: 'N' }

/** The codes of a list, closed or open. */
interface Lists {
  readonly codes: readonly string[]
  readonly known: readonly string[]
}

const readers: Readonly<Record<Simple['is'], (text: string, lists: Lists, element: XmlElement) => unknown>> = {
  text: (text) => text,
  dateTime: readDateTime,
  decimal: (text) => {
    const [, amount] = /^\+?(-?\d{1,18}([.,]\d{1,18})?)$/.exec(text) ?? []
    return amount?.replace(',', '.')
  },
  // The older schema has any whole number.
  natural: (text) => (/^[+-]?\d{1,9}$/.test(text) ? Number(text) : undefined),
  boolean: (text) => truths[text.toLowerCase()],
  closed: (text, { codes }) =>
    canonical(codes, text) ?? (codes.length === 2 ? canonical(codes, answers[text.toLowerCase()] ?? '') : undefined),
  open: (text, { known }, element) => {
    const scheme = element.attributes.get('scheme')?.trim()
    return { code: canonical(known, text) ?? text, ...(scheme && { scheme }) }
  },
}
