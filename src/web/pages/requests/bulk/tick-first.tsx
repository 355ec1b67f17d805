import { Layout } from '../../../components/layout.tsx'
import { Link } from '../../../components/link.tsx'
import type { Door } from '../../../door.ts'
import type { Several } from './chosen.ts'

interface TickFirstProps {
  readonly door: Door
  readonly of: Several
  /** How many were; undefined for all. */
  readonly ticked: number | undefined
  /** What is wanted is done with one at a time. */
  readonly one?: boolean
}

/** What to do where the wrong number was ticked. */
export const TickFirst = ({ door, of: { noun, back, backWords }, ticked, one = false }: TickFirstProps) => (
  <Layout door={door} title={`Tick ${noun}s first`}>
    <div class="form-page">
      <h1>{one ? `Tick one ${noun}` : `Tick ${noun}s first`}</h1>
      <div class="panel nothing">
        <p>
          {one
            ? `This is done with exactly one ${noun}, and ${ticked === undefined ? 'all' : ticked === 0 ? 'none' : ticked} were ticked.`
            : 'None of the list was ticked, or none of it is there any more.'}{' '}
          Nothing was done.
        </p>
        <p>
          <Link class="btn primary" to={back}>
            Back to {backWords}
          </Link>
        </p>
      </div>
    </div>
  </Layout>
)
