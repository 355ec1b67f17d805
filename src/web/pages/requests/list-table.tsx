import type { Line, Request } from '../../../ill/index.ts'
import { dateIn } from '../../../kit/calendar/index.ts'
import { Link } from '../../components/link.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { currentLine } from './current-line.ts'
import { Status } from './status.tsx'
import { dayWords, lineStatus, requestStatus } from './words.ts'

interface ListTableProps {
  readonly door: Door
  readonly requests: readonly Request[]
  readonly lines: ReadonlyMap<number, readonly Line[]>
  readonly timeZone: string
}

/** Requests, a row each; on narrow screens a card each. */
export const ListTable = ({ door, requests, lines, timeZone }: ListTableProps) => (
  <div class="panel wide-table" id="results" tabIndex={-1}>
    <table class="rows">
      <thead>
        <tr>
          <th scope="col" class="tick">
            <span class="hidden">Tick</span>
          </th>
          <th scope="col">Number</th>
          <th scope="col">Title</th>
          <th scope="col">Borrower</th>
          <th scope="col">Status</th>
          <th scope="col">Lender</th>
          <th scope="col">Dates</th>
        </tr>
      </thead>
      <tbody>
        {requests.map((request) => (
          <Row key={request.id} door={door} request={request} lines={lines.get(request.id) ?? []} timeZone={timeZone} />
        ))}
      </tbody>
    </table>
  </div>
)

interface RowProps {
  readonly door: Door
  readonly request: Request
  readonly lines: readonly Line[]
  readonly timeZone: string
}

function Row({ door, request, lines, timeZone }: RowProps) {
  const { engine } = door.ill
  const { data } = request
  const live = currentLine(lines)
  return (
    <tr>
      <td class="tick">
        <label class="check">
          <input
            type="checkbox"
            name="id"
            value={request.id}
            data-linked={request.bibId === undefined ? undefined : ''}
          />
          <span class="hidden">
            {request.number} {request.title}
          </span>
        </label>
      </td>
      <td class="num">
        <Link to={`/requests/${request.id}`}>{request.number}</Link>
      </td>
      <th scope="row">
        <Words text={request.title} most={120} />
        {request.author && (
          <span class="hint">
            <br />
            <Words text={request.author} most={80} />
          </span>
        )}
      </th>
      <td data-label="Borrower">
        <Words text={request.patron.name} most={80} />
      </td>
      <td data-label="Status">
        <Status state={request.state} label={requestStatus(engine, request)} attention={data.attention} />
        {data.assignedName && (
          <p class="hint">
            to <Words text={data.assignedName} most={60} />
          </p>
        )}
      </td>
      <td data-label="Lender">
        {live && (
          <>
            {live.lender.name}
            <br />
            <Status state={live.state} label={lineStatus(engine, live)} attention={live.data.attention} />
          </>
        )}
      </td>
      <td class="num hint">
        <Dated what="Placed" on={dateIn(timeZone, request.placedAt.getTime())} />
        <Dated what="Needed by" on={request.neededBy} />
        <Dated what="Due back" on={live?.data.dueAtLender ?? undefined} />
      </td>
    </tr>
  )
}

const Dated = ({ what, on }: { readonly what: string; readonly on: string | undefined }) =>
  on === undefined ? null : (
    <p>
      {what} {dayWords(on)}
    </p>
  )
