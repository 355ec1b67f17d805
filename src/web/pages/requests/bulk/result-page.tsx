import { Layout } from '../../../components/layout.tsx'
import { Link } from '../../../components/link.tsx'
import { Note } from '../../../components/note.tsx'
import type { Door } from '../../../door.ts'
import { count } from '../../../text.ts'
import type { Fate } from './carry-out.ts'
import type { Several } from './chosen.ts'
import { TickedLine } from './ticked-line.tsx'

interface ResultPageProps {
  readonly door: Door
  readonly of: Several
  readonly event: string
  readonly label: string
  readonly fates: readonly Fate[]
  /** What is usually done after it. */
  readonly next?: { readonly to: string; readonly label: string } | undefined
}

/** What became of each. */
export function ResultPage({
  door,
  of: { noun, box, path, back, backWords },
  event,
  label,
  fates,
  next,
}: ResultPageProps) {
  const done = fates.filter(({ why, waits }) => why === undefined && !waits)
  const waiting = fates.filter(({ waits }) => waits)
  const left = fates.filter(({ why }) => why !== undefined)
  const again = new URLSearchParams([['event', event], ...left.map(({ chosen }) => [box, String(chosen.ticked.id)])])
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
                {count(left.length, noun)} stayed as {left.length === 1 ? 'it was' : 'they were'}:
              </p>
              <ul>
                {left.map(({ chosen: { ticked }, why }) => (
                  <TickedLine key={ticked.id} ticked={ticked} why={why} />
                ))}
              </ul>
            </Note>
          </div>
        )}
        {waiting.length > 0 && (
          <Note tone="wait">
            <p>
              {count(waiting.length, noun)} more: said, but the library’s own system has not done its part yet. See{' '}
              <Link to="/circulation-queue">Circulation Queue</Link>.
            </p>
            <ul>
              {waiting.map(({ chosen: { ticked } }) => (
                <TickedLine key={ticked.id} ticked={ticked} why={undefined} />
              ))}
            </ul>
          </Note>
        )}
        {done.length > 0 && (
          <details open={done.length <= 10}>
            <summary>{count(done.length, noun)} done</summary>
            <ul class="plain-list">
              {done.map(({ chosen: { ticked } }) => (
                <TickedLine key={ticked.id} ticked={ticked} why={undefined} />
              ))}
            </ul>
          </details>
        )}
        <div class="acts">
          {next && (
            <Link class="btn primary" to={next.to}>
              {next.label}
            </Link>
          )}
          <Link class={next ? 'btn' : 'btn primary'} to={back}>
            Back to {backWords}
          </Link>
          {left.length > 0 && left.length <= 100 && (
            <Link class="btn" to={`${path}?${again}`}>
              Look at {left.length === 1 ? 'it' : 'those'} again
            </Link>
          )}
        </div>
      </div>
    </Layout>
  )
}
