import type { RequestHandler } from 'express'
import { z } from 'zod'
import { type LenderLine, searchLenders, standingOf } from '../../../../ill/index.ts'
import { Check } from '../../../components/choice.tsx'
import { Link } from '../../../components/link.tsx'
import type { Door } from '../../../door.ts'
import { route } from '../../../route.ts'
import { sendPage } from '../../../send-page.ts'
import { count as counted } from '../../../text.ts'
import { AdminLayout } from '../admin-layout.tsx'
import { holdingsPath } from './holdings.tsx'
import { protocolWords } from './settings.ts'

const size = 50
const Address = z.object({
  q: z.string().trim().max(200).default(''),
  all: z.literal('1').optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  saved: z.enum(['added', 'changed', 'table']).optional(),
  /** What a table did. */
  new: z.coerce.number().int().min(0).catch(0),
  changed: z.coerce.number().int().min(0).catch(0),
})
type Address = z.output<typeof Address>

const noticeOf = ({ saved, new: added, changed }: Address): string | undefined =>
  saved && { added: 'The lender is added.', changed: 'Saved.', table: tableWords(added, changed) }[saved]
const tableWords = (added: number, changed: number) =>
  added + changed === 0
    ? 'The table says what is known already: nothing was changed.'
    : `The table is taken in: ${counted(added, 'lender')} added, ${changed.toLocaleString('en')} changed.`

/** The directory of lenders, to be searched. */
export const lendersPage = (door: Door): RequestHandler =>
  route(Address, async (address, { res }) => {
    const { q: words, all, page } = address
    const found = await searchLenders(door.database.db, { words, inactive: all !== undefined, page, size })
    sendPage(res, <Lenders door={door} address={address} {...found} />)
  })

const hrefOf = ({ q, all, page }: Address): string => {
  const params = new URLSearchParams({ ...(q && { q }), ...(all && { all }), ...(page > 1 && { page: String(page) }) })
  return params.size > 0 ? `/admin/lenders?${params}` : '/admin/lenders'
}

interface LendersProps {
  readonly door: Door
  readonly address: Address
  readonly lenders: readonly LenderLine[]
  readonly count: number
}

function Lenders({ door, address, lenders, count }: LendersProps) {
  const { q, all, page } = address
  const last = Math.ceil(count / size)
  return (
    <AdminLayout door={door} title="Lenders" part="/admin/lenders" notice={noticeOf(address)}>
      <div class="bar heading">
        <h1>Lenders</h1>
        <div class="bar flat">
          <Link class="btn" to="/admin/lenders/file" download>
            Download all
          </Link>
          <Link class="btn" to={holdingsPath}>
            Whose holdings
          </Link>
          <Link class="btn" to="/admin/lenders/import">
            Take in a table
          </Link>
          <Link class="btn primary" to="/admin/lenders/new">
            Add a lender
          </Link>
        </div>
      </div>
      <search>
        <form action="/admin/lenders" class="bar narrowing">
          <input
            type="search"
            name="q"
            value={q}
            maxLength={200}
            autocomplete="off"
            aria-label="Name, symbol or place"
            placeholder="Name, symbol or place"
          />
          <Check name="all" checked={all !== undefined} words="Also those no longer used" />
          <button type="submit" class="btn">
            Find
          </button>
        </form>
      </search>
      {lenders.length === 0 ? (
        <div class="panel nothing">
          <p>{q ? 'No lender has these words.' : 'There is no lender to be shown.'}</p>
          {q && (
            <p>
              <Link class="btn" to="/admin/lenders">
                Show all lenders
              </Link>
            </p>
          )}
        </div>
      ) : (
        <>
          <p class="hint" role="status">
            {counted(count, 'lender')}
          </p>
          <div class="panel wide-table">
            <table class="rows">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Symbol</th>
                  <th scope="col">Place</th>
                  <th scope="col">Asked by</th>
                  <th scope="col">State</th>
                </tr>
              </thead>
              <tbody>
                {lenders.map((lender) => (
                  <tr key={lender.id}>
                    <th scope="row">
                      <Link to={`/admin/lenders/${lender.id}`}>{lender.name}</Link>
                    </th>
                    <td data-label="Symbol">{lender.symbol}</td>
                    <td>{lender.place}</td>
                    <td data-label="Asked by">{protocolWords[lender.protocol]}</td>
                    <td>{stateWords(lender, door.clock.now())}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      {last > 1 && (
        <nav class="paging" aria-label="Pages">
          {page > 1 && (
            <Link to={hrefOf({ ...address, page: page - 1 })} rel="prev">
              ‹ Previous
            </Link>
          )}
          {page < last && (
            <Link to={hrefOf({ ...address, page: page + 1 })} rel="next">
              Next ›
            </Link>
          )}
        </nav>
      )}
    </AdminLayout>
  )
}

const stateWords = (lender: LenderLine, now: number): string =>
  ({
    open: 'Takes requests',
    suspended: `Suspended until ${lender.suspendedUntil}`,
    closed: 'Closed',
    inactive: 'No longer used',
  })[standingOf(lender, now)]
