import type { ComponentChildren } from 'preact'
import { type Lending, type LendingSort, lendingLateBy } from '../../../ill/index.ts'
import { dateIn } from '../../../kit/calendar/index.ts'
import { Link } from '../../components/link.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { Late } from '../lists/late.tsx'
import { RowsTable } from '../lists/rows-table.tsx'
import { Status } from '../requests/status.tsx'
import { dayWords } from '../requests/words.ts'
import { type LendingListAddress, lendingListHref } from './list-address.ts'
import { type LendingColumn, lendingColumns } from './list-columns.ts'
import { lendingStatus } from './opened.ts'
import { lastDay, servicesWords, wayWords } from './words.ts'

interface TableProps {
  readonly door: Door
  readonly address: LendingListAddress
  readonly columns: readonly LendingColumn[]
  readonly lendings: readonly Lending[]
  /** Whose days its dates are, and which it is there. */
  readonly timeZone: string
  readonly today: string
}

/** Requests of other libraries, a row each; on narrow screens a card each. */
export const LendingTable = ({ address, columns, lendings, ...means }: TableProps) => (
  <RowsTable
    kind={lendingColumns}
    {...{ columns, numeric }}
    sort={address.sort}
    to={(sort) => lendingListHref({ ...address, sort: sort as LendingSort })}
    rows={lendings}
    rowOf={(lending) => ({
      ...{ id: lending.id, number: lending.number, title: lending.title },
      cell: (name) => cells[name]({ lending, columns, ...means }),
    })}
  />
)

const numeric: ReadonlySet<LendingColumn> = new Set([
  'number',
  'opened',
  'answer',
  'expected',
  'needed',
  'due',
  'changed',
])

interface CellProps extends Pick<TableProps, 'door' | 'columns' | 'timeZone' | 'today'> {
  readonly lending: Lending
}

const dated = (day: string | null | undefined) => day && dayWords(day)

const cells: Readonly<Record<LendingColumn, (props: CellProps) => ComponentChildren>> = {
  number: ({ lending: { id, number } }) => <Link to={`/lending/${id}`}>{number}</Link>,
  title: ({ lending: { title, author } }) => (
    <>
      <Words text={title} most={120} />
      {author && (
        <p class="hint">
          <Words text={author} most={80} />
        </p>
      )}
    </>
  ),
  library: ({ lending: { partner, theirNumber }, columns }) => (
    <>
      <Words text={partner.name} most={80} />
      {theirNumber && !columns.includes('theirs') && (
        <p class="hint">
          <Words text={theirNumber} most={40} />
        </p>
      )}
    </>
  ),
  theirs: ({ lending: { theirNumber } }) => theirNumber && <Words text={theirNumber} most={60} />,
  status: ({ lending, door }) => (
    <Status state={lending.state} label={lendingStatus(door, lending)} attention={lending.data.attention} />
  ),
  service: ({ lending: { data, services } }) => servicesWords(data.shippedService ? [data.shippedService] : services),
  way: ({ lending: { via } }) => wayWords[via],
  opened: ({ lending: { openedAt }, timeZone }) => dayWords(dateIn(timeZone, openedAt.getTime())),
  answer: ({ lending: { data }, timeZone }) => data.expiresAt && lastDay(data.expiresAt, timeZone),
  expected: ({ lending: { data } }) => dated(data.expectedOn),
  needed: ({ lending: { neededBy } }) => dated(neededBy),
  due: ({ lending, today }) =>
    lending.data.dueOn && (
      <>
        {dayWords(lending.data.dueOn)} <Late days={lendingLateBy(lending, today)} />
      </>
    ),
  changed: ({ lending: { changedAt }, timeZone }) => dayWords(dateIn(timeZone, changedAt.getTime())),
}
