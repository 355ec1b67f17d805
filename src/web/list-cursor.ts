import { z } from 'zod'
import type { LendingSort, ListCursor, RequestSort } from '../ill/index.ts'
import { Problem } from '../problems.ts'

/** Characters of the longest: a title of 500 characters, in bytes of UTF-8, in base64. */
export const longestCursor = 4096

const Cursor = z.tuple([z.string().max(20), z.string().max(1000), z.int().min(1)])

const clock = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?[+-](0\d|1[0-4])(:?[0-5]\d)?$/
const isDay = (text: string) => z.iso.date().safeParse(text).success
const isTime = (text: string) => isDay(text.slice(0, 10)) && text[10] === ' ' && clock.test(text.slice(11))
const isEver = (text: string) => text === 'infinity' || text === '-infinity'
const isText = (text: string) => !text.includes('\0')
const isPlace = (text: string) => /^\d{1,4}$/.test(text)

type Fits<Sort extends string> = Readonly<Record<Sort, (text: string) => boolean>>

interface Cursors<Sort extends string> {
  /** Where a page of the list ended, as an address has it. */
  write(sort: Sort, cursor: ListCursor): string
  /** @throws Problem bad-input for what is none, or of a list in another order */
  read(sort: Sort, text: string): ListCursor
}

/** Cursors of a list whose values, as PostgreSQL writes them, have to fit what it is ordered by. */
const cursorsOf = <Sort extends string>(fits: Fits<Sort>): Cursors<Sort> => ({
  write: (sort, [value, id]) => Buffer.from(JSON.stringify([sort, String(value), id])).toString('base64url'),
  read(sort, text) {
    const parsed = Cursor.safeParse(jsonIn(text))
    if (!parsed.success || parsed.data[0] !== sort || !fits[sort](parsed.data[1]))
      throw new Problem('bad-input', { detail: 'cursor: take `next` of a page of the same list' })
    return [parsed.data[1], parsed.data[2]]
  },
})

const isDayOrNever = (text: string) => isEver(text) || isDay(text)
const isTimeOrNever = (text: string) => isEver(text) || isTime(text)
const common = {
  ...{ oldest: isTime, newest: isTime, changed: isTime, '-changed': isTime },
  ...{ needed: isDayOrNever, '-needed': isDayOrNever, title: isText, '-title': isText },
  ...{ status: isPlace, '-status': isPlace },
}

/** Of lists of readers' requests. */
export const requestCursors: Cursors<RequestSort> = cursorsOf({ ...common, borrower: isText, '-borrower': isText })
/** Of lists of other libraries' requests. */
export const lendingCursors: Cursors<LendingSort> = cursorsOf({
  ...common,
  ...{ answer: isTimeOrNever, '-answer': isTimeOrNever, due: isDayOrNever, '-due': isDayOrNever },
  ...{ library: isText, '-library': isText },
})

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return undefined
  }
}
