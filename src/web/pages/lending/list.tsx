import type { RequestHandler } from 'express'
import { countLendings, lendingQueues, listLendings, parseLendingNumber, viewsFor } from '../../../ill/index.ts'
import { eventLabel } from '../../../workflow/index.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'
import { lendingCursors } from '../../list-cursor.ts'
import { route } from '../../route.ts'
import { mostInFile } from '../../send-csv.ts'
import { sendPage } from '../../send-page.ts'
import { ColumnChooser, columnsShown } from '../lists/columns.tsx'
import { SavedViews, SaveViewForm } from '../lists/saved-views.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { FindLending } from './find.tsx'
import { LendingListAddress, lendingFilters, lendingListHref, lendingLists, lendingQueryOf } from './list-address.ts'
import { LendingTable } from './list-table.tsx'

const pageSize = 50

/** Requests of other libraries: a queue, or what is looked for. */
export const lendingList = (door: Door): RequestHandler =>
  route(LendingListAddress, async (address, { res, visitor }) => {
    const { db } = door.database
    const query = await lendingQueryOf(door, address)
    const after = address.after === '' ? undefined : lendingCursors.read(address.sort, address.after)
    const { lendings, next } = await listLendings(db, query, { sort: address.sort, after, limit: pageSize })
    // A number that names one request opens it.
    const [only] = lendings
    if (only && lendings.length === 1 && parseLendingNumber(address.text) === only.id)
      return res.redirect(303, `/lending/${only.id}`)
    const count = (await countLendings(db, [query]))[0]?.count ?? 0
    const { definition } = door.ill.engine.machine('lending')
    const label = address.done && eventLabel(definition, address.done)
    const done = address.done === 'kept' ? 'The view is saved.' : label && `${label}: done.`
    const filters = lendingFilters(address)
    const columns = await columnsShown(db, lendingLists, address.columns, visitor)
    const views = visitor.person ? await viewsFor(db, lendingLists.name, visitor.person.id) : []
    const clock = await clockOf(door, db)
    const own = { timeZone: clock.timeZone(), today: clock.today() }
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
              <Note tone="info">{done}</Note>
            </div>
          )}
          <h1>
            {title}: {count.toLocaleString('en')}
          </h1>
          <SavedViews kind={lendingLists} views={views} here={filters} />
          <FindLending text={address.text} />
          <div class="unfoldings">
            <ColumnChooser kind={lendingLists} filters={filters} shown={columns} />
            <details class="panel unfolding">
              <summary>Save this view</summary>
              <SaveViewForm kind={lendingLists} filters={filters} />
            </details>
          </div>
          {lendings.length === 0 ? (
            <div class="panel nothing" id="results" tabIndex={-1}>
              <p>No request is like this.</p>
              <p>
                <Link to={lendingListHref({ text: address.text, all: '1' })}>Search all, also those that are over</Link>
              </p>
            </div>
          ) : (
            <form action="/lending/bulk" class="acting">
              {Object.entries(filters).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))}
              <LendingTable {...{ door, address, columns, lendings, ...own }} />
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
          {count > 0 && (
            <p>
              <Link to={lendingListHref(address).replace('/lending/list', '/lending/list/file')} download>
                Download the list (CSV)
              </Link>
              {count > mostInFile && <span class="hint"> – its first {mostInFile.toLocaleString('en')} requests</span>}
            </p>
          )}
        </div>
      </Layout>,
    )
  })
