import type { RequestHandler } from 'express'
import { type Lending, type ListCursor, listLendings } from '../../../ill/index.ts'
import { dateIn } from '../../../kit/calendar/index.ts'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'
import { route } from '../../route.ts'
import { atOnceInFile, type CsvColumn, sendCsv } from '../../send-csv.ts'
import { LendingListAddress, lendingQueryOf } from './list-address.ts'
import { lendingStatus } from './opened.ts'
import { servicesWords, serviceWords, wayWords } from './words.ts'

interface Row {
  readonly lending: Lending
  readonly door: Door
  /** Whose days its dates are. */
  readonly timeZone: string
}

const columns: readonly CsvColumn<Row>[] = [
  ['Number', ({ lending }) => lending.number],
  ['Their number', ({ lending }) => lending.theirNumber],
  ['Library', ({ lending }) => lending.partner.name],
  ['Symbol', ({ lending }) => lending.partner.symbol],
  ['Title', ({ lending }) => lending.title],
  ['Author', ({ lending }) => lending.author],
  ['ISBN', ({ lending }) => lending.wanted.isbn ?? ''],
  ['ISSN', ({ lending }) => lending.wanted.issn ?? ''],
  ['Wanted', ({ lending }) => servicesWords(lending.services)],
  ['Sent as', ({ lending: { data } }) => (data.shippedService ? serviceWords[data.shippedService] : '')],
  ['Status', ({ lending, door }) => lendingStatus(door, lending)],
  ['How it came', ({ lending }) => wayWords[lending.via]],
  ['Came in', ({ lending, timeZone }) => dateIn(timeZone, lending.openedAt.getTime())],
  [
    'Answer by',
    ({ lending: { data }, timeZone }) => (data.expiresAt ? dateIn(timeZone, Date.parse(data.expiresAt) - 1) : ''),
  ],
  ['Needed by', ({ lending }) => lending.neededBy ?? ''],
  ['Expected', ({ lending: { data } }) => data.expectedOn ?? ''],
  ['Sent', ({ lending: { data }, timeZone }) => (data.shippedAt ? dateIn(timeZone, Date.parse(data.shippedAt)) : '')],
  ['Due', ({ lending: { data } }) => data.dueOn ?? ''],
  ['Cost', ({ lending: { data } }) => data.cost ?? ''],
  ['Reason', ({ lending: { data } }) => data.reason ?? ''],
]

/** The whole list as a CSV file. */
export const lendingListFile = (door: Door): RequestHandler =>
  route(LendingListAddress, async (address, exchange) => {
    const { db } = door.database
    const clock = await clockOf(door, db)
    const query = await lendingQueryOf(door, address)
    const timeZone = clock.timeZone()
    async function* pages() {
      let after: ListCursor | undefined
      do {
        const page = await listLendings(db, query, { sort: address.sort, limit: atOnceInFile, after })
        yield page.lendings.map((lending): Row => ({ lending, door, timeZone }))
        after = page.next
      } while (after)
    }
    await sendCsv(exchange, `lending-${clock.today()}`, columns, pages())
  })
