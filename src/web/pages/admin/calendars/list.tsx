import type { RequestHandler } from 'express'
import { z } from 'zod'
import { branches } from '../../../../catalogue/index.ts'
import { type CalendarInUse, type CalendarSource, calendarInUse } from '../../../../circulation/index.ts'
import { dateIn, nextOpenDay, weekdayNames } from '../../../../kit/calendar/index.ts'
import { Link } from '../../../components/link.tsx'
import { longDate } from '../../../dates.ts'
import type { Door } from '../../../door.ts'
import { route } from '../../../route.ts'
import { sendPage } from '../../../send-page.ts'
import { count, listed } from '../../../text.ts'
import { AdminLayout } from '../admin-layout.tsx'
import { calendarHref } from './address.ts'

const notices = { saved: 'Saved. It counts for whatever is lent or kept from now on.', removed: 'Taken away.' } as const

/** When each branch is open. */
export const calendarsPage = (door: Door): RequestHandler =>
  route(z.object({ done: z.enum(['saved', 'removed']).optional() }), async ({ done }, { res }) => {
    const { db } = door.database
    const rows: Row[] = []
    const add = async (label: string, branch?: string) =>
      rows.push({ label, branch, ...(await calendarInUse(db, door.circulation, branch)) })
    await add('The house')
    for (const { code, label, active } of await branches(db)) if (active) await add(label, code)
    sendPage(res, <Calendars door={door} rows={rows} notice={done && notices[done]} />)
  })

interface Row extends CalendarInUse {
  readonly label: string
  /** None for the house's. */
  readonly branch: string | undefined
}

interface CalendarsProps {
  readonly door: Door
  readonly rows: readonly Row[]
  readonly notice: string | undefined
}

const Calendars = ({ door, rows, notice }: CalendarsProps) => (
  <AdminLayout door={door} title="Calendars" part="/admin/calendars" notice={notice}>
    <h1>Calendars</h1>
    <p class="hint">
      Due dates, the last day on the pickup shelf and overdue notices fall on days a branch is open, by its own clock.
      Branches without a calendar of their own have the house’s. Lenders have calendars of their own, on their own
      pages.
    </p>
    <div class="panel wide-table">
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">Branch</th>
            <th scope="col">Open</th>
            <th scope="col">Next open day</th>
            <th scope="col">Time zone</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, branch, calendar, source }) => (
            <tr key={branch ?? ''}>
              <th scope="row">
                <Link to={calendarHref(branch)}>{label}</Link>
              </th>
              <td data-label="Open">
                {openWords(calendar.closedWeekdays)}
                {calendar.closedDates.length > 0 && `, but for ${count(calendar.closedDates.length, 'day')}`}
              </td>
              <td data-label="Next open day">
                {longDate(nextOpenDay(calendar, dateIn(calendar.timeZone, door.clock.now())))}
              </td>
              <td data-label="Time zone">{calendar.timeZone}</td>
              <td data-label="From">{sources[source]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </AdminLayout>
)

const sources: Readonly<Record<CalendarSource, string>> = {
  own: 'Its own',
  file: 'circulation.yaml',
  house: 'The house',
  'file-house': 'The configuration',
}

const openWords = (closed: readonly number[]): string =>
  closed.length === 0 ? 'Every day' : listed(weekdayNames.filter((_, n) => !closed.includes(n + 1)))
