import { z } from 'zod'
import { type RequestCursor, type RequestSort, requestSorts } from '../ill/index.ts'
import { Problem } from '../problems.ts'

/** Characters of the longest: a title of 500 characters, in bytes of UTF-8, in base64. */
export const longestCursor = 4096

const Cursor = z.tuple([z.enum(requestSorts), z.string().max(1000), z.int().min(1)])

const clock = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?[+-](0\d|1[0-4])(:?[0-5]\d)?$/
const isDay = (text: string) => z.iso.date().safeParse(text).success
const isTime = (text: string) => isDay(text.slice(0, 10)) && text[10] === ' ' && clock.test(text.slice(11))

const isText = (text: string) => !text.includes('\0')
const isPlace = (text: string) => /^\d{1,4}$/.test(text)

/** Whether a value is one that PostgreSQL writes for what a list is ordered by. */
const fits: Readonly<Record<RequestSort, (text: string) => boolean>> = {
  oldest: isTime,
  newest: isTime,
  changed: isTime,
  '-changed': isTime,
  needed: (text) => text === 'infinity' || isDay(text),
  '-needed': (text) => text === '-infinity' || isDay(text),
  title: isText,
  '-title': isText,
  borrower: isText,
  '-borrower': isText,
  status: isPlace,
  '-status': isPlace,
}

/** Where a page of the list ended, as an address has it. */
export const writeCursor = (sort: RequestSort, [value, id]: RequestCursor): string =>
  Buffer.from(JSON.stringify([sort, String(value), id])).toString('base64url')

/** @throws Problem bad-input for what is none, or of a list in another order */
export function readCursor(sort: RequestSort, text: string): RequestCursor {
  const parsed = Cursor.safeParse(jsonIn(text))
  if (!parsed.success || parsed.data[0] !== sort || !fits[sort](parsed.data[1]))
    throw new Problem('bad-input', { detail: 'cursor: take `next` of a page of the same list' })
  return [parsed.data[1], parsed.data[2]]
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return undefined
  }
}
