import { Layout } from '../../../components/layout.tsx'
import { Link } from '../../../components/link.tsx'
import { Note } from '../../../components/note.tsx'
import type { Door } from '../../../door.ts'
import { count } from '../../../text.ts'
import type { BulkEvent } from './bulk-address.ts'
import type { Fate } from './carry-out.ts'
import { RequestLine } from './request-line.tsx'

interface ResultPageProps {
  readonly door: Door
  readonly event: BulkEvent
  readonly label: string
  readonly fates: readonly Fate[]
  readonly back: string
}

/** What became of each request. */
export function ResultPage({ door, event, label, fates, back }: ResultPageProps) {
  const done = fates.filter(({ why }) => why === undefined)
  const left = fates.filter(({ why }) => why !== undefined)
  const again = new URLSearchParams([['event', event], ...left.map(({ chosen }) => ['id', String(chosen.request.id)])])
  return (
    <Layout door={door} title={`${label}: ${done.length} done`}>
      <div class="form-page">
        <h1>
          {label}: {done.length} of {fates.length} done
        </h1>
        {left.length > 0 && (
          <div role="alert">
            <Note tone="bad">
              <p>
                {count(left.length, 'request')} stayed as {left.length === 1 ? 'it was' : 'they were'}:
              </p>
              <ul>
                {left.map(({ chosen: { request }, why }) => (
                  <RequestLine key={request.id} request={request} why={why} />
                ))}
              </ul>
            </Note>
          </div>
        )}
        {done.length > 0 && (
          <details open={done.length <= 10}>
            <summary>{count(done.length, 'request')} done</summary>
            <ul class="plain-list">
              {done.map(({ chosen: { request } }) => (
                <RequestLine key={request.id} request={request} />
              ))}
            </ul>
          </details>
        )}
        <div class="acts">
          <Link class="btn primary" to={back}>
            Back to the list
          </Link>
          {left.length > 0 && left.length <= 100 && (
            <Link class="btn" to={`/requests/bulk?${again}`}>
              Look at {left.length === 1 ? 'it' : 'those'} again
            </Link>
          )}
        </div>
      </div>
    </Layout>
  )
}
