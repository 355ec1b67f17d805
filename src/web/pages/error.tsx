import type { VNode } from 'preact'
import { Layout } from '../components/layout.tsx'
import { Link } from '../components/link.tsx'
import { useVisitor } from '../components/visit.tsx'
import type { Door } from '../door.ts'
import type { Mishap } from '../mishap.ts'
import { placeAbove } from '../navigation.ts'
import { inSentences } from '../text.ts'

const headings: Readonly<Record<number, string>> = {
  400: 'That address is not quite right',
  404: 'Nothing here',
  429: 'One moment, please',
  502: 'The library’s answer could not be used',
  503: 'Please come back in a moment',
}

const headingOf = (status: number): string =>
  headings[status] ?? (status < 500 ? 'That cannot be done' : 'Something went wrong on our side')

interface ErrorPageProps {
  readonly door: Door
  readonly mishap: Mishap
  /** What was asked for. */
  readonly path: string
}

/** A page for whatever went wrong: what it was, and where to go from here, which for staff is where they work. */
export const errorPage = (props: ErrorPageProps): VNode => <ErrorPage {...props} />

function ErrorPage({ door, mishap: { status, text, request }, path }: ErrorPageProps) {
  const place = placeAbove(useVisitor(), path)
  return (
    <Layout door={door} title={headingOf(status)}>
      <div class="panel nothing">
        <h1>{headingOf(status)}</h1>
        <p>{inSentences(text)}</p>
        {status === 500 && <p class="hint">If you tell us about it, mention {request}.</p>}
        <p class="acts">
          {place && (
            <Link class="btn primary" to={place.to}>
              Go to {place.label}
            </Link>
          )}
          <Link class={place ? 'btn' : 'btn primary'} to="/">
            Go to the search page
          </Link>
        </p>
      </div>
    </Layout>
  )
}
