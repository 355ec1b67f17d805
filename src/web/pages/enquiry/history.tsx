import type { RequestHandler } from 'express'
import { z } from 'zod'
import { changeHref, resultsHref, type Words, wordsOf } from '../../address.ts'
import { EnquiryTabs } from '../../components/enquiry-tabs.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { countWords } from '../../components/places.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words as Text } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { mostSearches, type PastSearch } from '../../enquiry-memory.ts'
import { ourHref, ourSearch } from '../../our-address.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { listed } from '../../text.ts'

/** The searches of this session. */
export const historyPage = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { res, visitor }) => {
    const searches = await door.enquiries.searches(visitor.sessionId)
    sendPage(res, <HistoryPage door={door} searches={searches} />)
  })

export const clearHistory = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { res, visitor }) => {
    await door.enquiries.clear(visitor.sessionId)
    res.redirect(303, '/enquiry/history')
  })

interface HistoryPageProps {
  readonly door: Door
  readonly searches: readonly PastSearch[]
}

function HistoryPage({ door, searches }: HistoryPageProps) {
  return (
    <Layout door={door} title="Search history">
      <div class="enquiry">
        <h1>Enquiry</h1>
        <EnquiryTabs current="/enquiry/history" />
        <p class="hint">
          The last {mostSearches} searches since you signed in. Nobody else sees them, and they are gone when you sign
          out.
        </p>
        {searches.length === 0 ? (
          <div class="panel nothing">
            <p>You have not searched yet.</p>
            <p>
              <Link to="/enquiry">Search</Link>
            </p>
          </div>
        ) : (
          <>
            <section class="panel" aria-label="Searches">
              <table class="rows history">
                <thead>
                  <tr>
                    <th scope="col">Search</th>
                    <th scope="col">Libraries</th>
                    <th scope="col">Results</th>
                    <th scope="col">When</th>
                  </tr>
                </thead>
                <tbody>
                  {searches.map((search, i) => (
                    <Past key={i} door={door} search={search} />
                  ))}
                </tbody>
              </table>
            </section>
            <form method="post" action="/enquiry/history/clear">
              <CsrfField />
              <button type="submit" class="btn">
                Clear the history
              </button>
            </form>
          </>
        )}
      </div>
    </Layout>
  )
}

function Past({ door, search: { words, at, ours, others } }: { readonly door: Door; readonly search: PastSearch }) {
  const [atOurs, atOthers] = [ourHref(ourSearch(words)), resultsHref(words)]
  const text = wordsOf(words)
  return (
    <tr>
      <th scope="row">
        <Link to={others === undefined ? atOurs : atOthers}>
          <Text text={text} most={200} />
        </Link>
      </th>
      <td>{librariesOf(door, words)}</td>
      <td>
        <span class="links">
          {ours && <Link to={atOurs}>Our library: {countWords(ours)}</Link>}
          {others !== undefined && <Link to={atOthers}>Other libraries: {others.toLocaleString('en')}</Link>}
          <Link to={changeHref(words)}>
            Change<span class="hidden">: {text}</span>
          </Link>
        </span>
      </td>
      <td>
        <time dateTime={new Date(at).toISOString()}>{agoWords(door.clock.now() - at)}</time>
      </td>
    </tr>
  )
}

const mostNamed = 3

/** Which libraries were chosen, by name as long as they are few. */
function librariesOf(door: Door, { t }: Words): string {
  if (t.length === 0) return 'All libraries'
  const labels = new Map(door.service.targets('enquiry').map(({ id, label }) => [id, label]))
  const named = t.map((id) => labels.get(id) ?? id)
  return named.length <= mostNamed ? listed(named) : `${named.length} libraries`
}

const units = [
  ['hour', 60 * 60_000],
  ['minute', 60_000],
] as const
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** "just now", "5 minutes ago", "2 hours ago". */
function agoWords(milliseconds: number): string {
  const unit = units.find(([, length]) => milliseconds >= length)
  return unit ? relative.format(-Math.floor(milliseconds / unit[1]), unit[0]) : 'just now'
}
