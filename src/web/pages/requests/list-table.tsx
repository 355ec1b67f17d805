import type { ComponentChildren } from 'preact'
import { type Line, lineLateBy, type Request, type RequestSort } from '../../../ill/index.ts'
import { dateIn } from '../../../kit/calendar/index.ts'
import { Link } from '../../components/link.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { Late } from '../lists/late.tsx'
import { RowsTable } from '../lists/rows-table.tsx'
import { currentLine } from './current-line.ts'
import { type ListAddress, wholeList } from './list-address.ts'
import { type ListColumn, requestColumns } from './list-columns.ts'
import { Status } from './status.tsx'
import { dayWords, lineStatus, requestStatus } from './words.ts'

interface ListTableProps {
  readonly door: Door
  readonly address: ListAddress
  readonly columns: readonly ListColumn[]
  readonly requests: readonly Request[]
  readonly lines: ReadonlyMap<number, readonly Line[]>
  readonly branchName: (code: string) => string
  /** Whose days its dates are, and which it is there. */
  readonly timeZone: string
  readonly today: string
}

/** Requests, a row each; on narrow screens a card each. */
export const ListTable = ({ address, columns, requests, lines, ...means }: ListTableProps) => (
  <RowsTable
    kind={requestColumns}
    {...{ columns, numeric }}
    sort={address.sort}
    to={(sort) => wholeList({ ...address, sort: sort as RequestSort })}
    rows={requests}
    rowOf={(request) => {
      const live = currentLine(lines.get(request.id) ?? [])
      return {
        ...{ id: request.id, number: request.number, title: request.title, linked: request.bibId !== undefined },
        cell: (name) => cells[name]({ request, live, columns, ...means }),
      }
    }}
  />
)

const numeric: ReadonlySet<ListColumn> = new Set(['number', 'card', 'placed', 'needed', 'due', 'changed'])

interface RowFacts extends Pick<ListTableProps, 'door' | 'branchName' | 'timeZone' | 'today' | 'columns'> {
  readonly request: Request
  /** The lender whose turn it is. */
  readonly live: Line | undefined
}

const dated = (day: string | null | undefined) => day && dayWords(day)

/** What stands in each column. */
const cells: Readonly<Record<ListColumn, (row: RowFacts) => ComponentChildren>> = {
  number: ({ request: { id, number } }) => <Link to={`/requests/${id}`}>{number}</Link>,
  title: ({ request: { title, author } }) => (
    <>
      <Words text={title} most={120} />
      {author && (
        <span class="hint">
          <br />
          <Words text={author} most={80} />
        </span>
      )}
    </>
  ),
  borrower: ({ request: { patron } }) => <Words text={patron.name} most={80} />,
  card: ({ request: { patron } }) => <Words text={patron.cardNumber} most={60} />,
  status: ({ door, request, columns }) => (
    <>
      <Status
        state={request.state}
        label={requestStatus(door.ill.engine, request)}
        attention={request.data.attention}
      />
      {request.data.assignedName && !columns.includes('assigned') && (
        <p class="hint">
          to <Words text={request.data.assignedName} most={60} />
        </p>
      )}
    </>
  ),
  assigned: ({ request: { data } }) => data.assignedName && <Words text={data.assignedName} most={60} />,
  lender: ({ door, live }) =>
    live && (
      <>
        <Words text={live.lender.name} most={80} />
        <br />
        <Status state={live.state} label={lineStatus(door.ill.engine, live)} attention={live.data.attention} />
      </>
    ),
  service: ({ request: { service } }) => (service === 'loan' ? 'Loan' : 'Copy'),
  pickup: ({ request: { pickupBranch }, branchName }) => pickupBranch && branchName(pickupBranch),
  placed: ({ request: { placedAt }, timeZone }) => dayWords(dateIn(timeZone, placedAt.getTime())),
  needed: ({ request: { neededBy } }) => dated(neededBy),
  due: ({ live, today }) =>
    live?.data.dueAtLender && (
      <>
        {dayWords(live.data.dueAtLender)} <Late days={lineLateBy(live, today)} />
      </>
    ),
  changed: ({ request: { changedAt }, timeZone }) => dayWords(dateIn(timeZone, changedAt.getTime())),
}
