import { type Line, type RequestPage, requestNumber, type SavedView } from '../../../ill/index.ts'
import { eventLabel } from '../../../workflow/index.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import type { Door } from '../../door.ts'
import { requestCursors } from '../../list-cursor.ts'
import { mostInFile } from '../../send-csv.ts'
import { count as counted } from '../../text.ts'
import { ColumnChooser } from '../lists/columns.tsx'
import { SavedViews, SaveViewForm } from '../lists/saved-views.tsx'
import { ActionBar } from './action-bar.tsx'
import { AdvancedSearch } from './advanced-search.tsx'
import { FindRequest } from './find.tsx'
import {
  fileOfList,
  filtersOf,
  type ListAddress,
  listHref,
  pageOfList,
  queryOf,
  requestLists,
  wholeList,
} from './list-address.ts'
import type { ListColumn } from './list-columns.ts'
import { ListTable } from './list-table.tsx'

export interface ListPageProps {
  readonly door: Door
  readonly address: ListAddress
  readonly page: RequestPage
  /** How many there are in all. */
  readonly count: number
  readonly lines: ReadonlyMap<number, readonly Line[]>
  readonly views: readonly SavedView[]
  readonly columns: readonly ListColumn[]
  readonly branchName: (code: string) => string
  /** Whose days its dates are, and which it is there. */
  readonly timeZone: string
  readonly today: string
}

/** A page of a list of requests, and everything that narrows it. */
export function ListPage(props: ListPageProps) {
  const { door, address, page, count, lines, views, columns, branchName, timeZone, today } = props
  const query = queryOf(address, '')
  const { next } = page
  const { sort } = address
  return (
    <Layout
      door={door}
      title="List of requests"
      skips={page.requests.length > 0 ? skips : skips.slice(0, 1)}
      scripts={['requests-list.js']}
    >
      <div class="staff requests-list">
        <p class="way-back">
          <Link to="/requests">‹ Requests</Link>
        </p>
        {isKnown(door, address.done) && (
          <div role="status">
            <Note tone="info">
              <Done door={door} done={address.done} on={address.on} />
            </Note>
          </div>
        )}
        <h1>{counted(count, 'request')}</h1>
        <SavedViews kind={requestLists} views={views} here={filtersOf(address)} />
        <FindRequest text={address.text} />
        <AdvancedSearch address={address} />
        <div class="unfoldings">
          <ColumnChooser kind={requestLists} filters={filtersOf(address)} shown={columns} />
          <details class="panel unfolding">
            <summary>Save this view</summary>
            <SaveViewForm kind={requestLists} filters={filtersOf(address)} />
          </details>
        </div>
        {page.requests.length === 0 ? (
          <div class="panel nothing" id="results" tabIndex={-1}>
            <p>No request is like this.</p>
            <p>
              <Link to={listHref({ text: query.text, completed: true })}>
                Search without filters, completed ones too
              </Link>
            </p>
          </div>
        ) : (
          <form action="/requests/bulk" class="acting">
            {Object.entries({ ...filtersOf(address), after: address.after }).map(
              ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
            )}
            <ListTable {...{ door, address, columns, lines, branchName, timeZone, today }} requests={page.requests} />
            <ActionBar door={door} count={count} shown={page.requests.length} />
          </form>
        )}
        {count > 0 && (
          <p>
            <Link to={fileOfList(address)} download>
              Download the list (CSV)
            </Link>
            {count > mostInFile && <span class="hint"> – its first {mostInFile.toLocaleString('en')} requests</span>}
          </p>
        )}
        {(next || address.after) && (
          <nav class="paging" aria-label="Pages">
            {address.after && <Link to={wholeList(address)}>First page</Link>}
            {next && (
              <Link to={pageOfList({ ...address, after: requestCursors.write(sort, next) })} rel="next">
                Next page ›
              </Link>
            )}
          </nav>
        )}
      </div>
    </Layout>
  )
}

const skips = [
  ['results', 'Skip to the list'],
  ['actions', 'Skip to the actions'],
] as const

const requestMachineOf = ({ ill }: Door) => ill.engine.machine('request').definition

/** Whether something is called so that is done with requests or views. */
const isKnown = (door: Door, done: string | undefined): done is string =>
  done !== undefined && (done === 'kept' || Object.hasOwn(requestMachineOf(door).events, done))

interface DoneProps {
  readonly door: Door
  readonly done: string
  readonly on: number | undefined
}

/** What was done, and with which request. */
function Done({ door, done, on }: DoneProps) {
  if (done === 'kept') return <>The view is saved.</>
  const label = eventLabel(requestMachineOf(door), done)
  if (on === undefined) return <>{label}: done.</>
  return (
    <>
      {label}: done with <Link to={`/requests/${on}`}>{requestNumber(on)}</Link>.
    </>
  )
}
