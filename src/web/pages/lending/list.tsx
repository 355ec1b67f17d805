import type { RequestHandler } from 'express'
import { countLendings, type Lending, lendingQueues, listLendings, parseLendingNumber } from '../../../ill/index.ts'
import { eventLabel } from '../../../workflow/index.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { count as counted } from '../../text.ts'
import { Status } from '../requests/status.tsx'
import { dayWords } from '../requests/words.ts'
import { BulkBar } from './bulk-bar.tsx'
import { FindLending } from './find.tsx'
import { LendingListAddress, lendingListHref, lendingQueryOf, readLendingCursor } from './list-address.ts'
import { lendingStatus } from './opened.ts'
import { servicesWords } from './words.ts'

const pageSize = 50

/** Requests of other libraries: a queue, or what is looked for. */
export const lendingList = (door: Door): RequestHandler =>
  route(LendingListAddress, async (address, { res }) => {
    const { db } = door.database
    const query = await lendingQueryOf(door, address)
    const after = address.after === '' ? undefined : readLendingCursor(address.after)
    const { lendings, next } = await listLendings(db, query, { after, limit: pageSize })
    // A number that names one request opens it.
    const [only] = lendings
    if (only && lendings.length === 1 && parseLendingNumber(address.text) === only.id)
      return res.redirect(303, `/lending/${only.id}`)
    const count = (await countLendings(db, [query]))[0]?.count ?? 0
    const { definition } = door.ill.engine.machine('lending')
    const done = address.done && eventLabel(definition, address.done)
    const title = address.queue ? lendingQueues[address.queue].label : 'Requests of other libraries'
    sendPage(
      res,
      <Layout door={door} title={title} scripts={['requests-list.js']}>
        <div class="staff requests-list">
          <p class="way-back">
            <Link to="/lending">‹ Lending</Link>
          </p>
          {done && (
            <div role="status">
              <Note tone="info">{done}: done.</Note>
            </div>
          )}
          <h1>
            {title}: {count.toLocaleString('en')}
          </h1>
          <FindLending text={address.text} />
          {lendings.length === 0 ? (
            <div class="panel nothing" id="results" tabIndex={-1}>
              <p>No request is like this.</p>
              <p>
                <Link to={lendingListHref({ text: address.text, all: '1' })}>Search all, also those that are over</Link>
              </p>
            </div>
          ) : (
            <form action="/lending/bulk" class="acting">
              {address.queue && <input type="hidden" name="queue" value={address.queue} />}
              {address.text && <input type="hidden" name="text" value={address.text} />}
              {address.all && <input type="hidden" name="all" value={address.all} />}
              {address.library && <input type="hidden" name="library" value={address.library} />}
              <Table door={door} lendings={lendings} />
              <BulkBar door={door} lendings={lendings} />
            </form>
          )}
          {(next || address.after) && (
            <nav class="paging" aria-label="Pages">
              {address.after && <Link to={lendingListHref(address)}>First page</Link>}
              {next && (
                <Link to={lendingListHref(address, next)} rel="next">
                  Next page ›
                </Link>
              )}
            </nav>
          )}
          {count > pageSize && <p class="hint">{counted(count, 'request')} in all, the oldest first.</p>}
        </div>
      </Layout>,
    )
  })

const Table = ({ door, lendings }: { readonly door: Door; readonly lendings: readonly Lending[] }) => (
  <div class="panel wide-table" id="results" tabIndex={-1}>
    <table class="rows">
      <thead>
        <tr>
          <th scope="col" class="tick">
            <span class="hidden">Tick</span>
          </th>
          <th scope="col">Number</th>
          <th scope="col">Title</th>
          <th scope="col">Library</th>
          <th scope="col">Status</th>
          <th scope="col">Service</th>
          <th scope="col">Dates</th>
        </tr>
      </thead>
      <tbody>
        {lendings.map((lending) => (
          <Row key={lending.id} door={door} lending={lending} />
        ))}
      </tbody>
    </table>
  </div>
)

function Row({ door, lending }: { readonly door: Door; readonly lending: Lending }) {
  const { id, number, title, author, partner, theirNumber, state, data, services, neededBy } = lending
  const dates = [
    data.dueOn && `due ${dayWords(data.dueOn)}`,
    data.expiresAt && `answer by ${dayWords(new Date(Date.parse(data.expiresAt) - 1))}`,
    data.expectedOn && `expected ${dayWords(data.expectedOn)}`,
    neededBy && !data.shippedAt && `needed by ${dayWords(neededBy)}`,
  ].filter(Boolean)
  return (
    <tr>
      <td class="tick">
        <label class="check">
          <input type="checkbox" name="id" value={id} />
          <span class="hidden">
            {number} {title}
          </span>
        </label>
      </td>
      <td class="num">
        <Link to={`/lending/${id}`}>{number}</Link>
      </td>
      <th scope="row">
        <Words text={title} most={120} />
        {author && (
          <span class="hint">
            <br />
            <Words text={author} most={80} />
          </span>
        )}
      </th>
      <td data-label="Library">
        <Words text={partner.name} most={80} />
        {theirNumber && (
          <span class="hint">
            <br />
            <Words text={theirNumber} most={40} />
          </span>
        )}
      </td>
      <td data-label="Status">
        <Status state={state} label={lendingStatus(door, lending)} attention={data.attention} />
      </td>
      <td data-label="Service">{servicesWords(data.shippedService ? [data.shippedService] : services)}</td>
      <td data-label="Dates">{dates.join(', ') || '–'}</td>
    </tr>
  )
}
