import type { Branch } from '../../../catalogue/index.ts'
import type { CitationTyped, Obstacle } from '../../../ill/index.ts'
import type { Complaints } from '../../complaints.ts'
import { CitationFields } from '../../components/citation-fields.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import type { BorrowerSearch } from './borrower.ts'
import { BorrowerField } from './borrower-field.tsx'
import { Why } from './why.tsx'

interface PlacePageProps {
  readonly door: Door
  readonly action: string
  readonly back: string
  readonly typed: CitationTyped
  /** What is wanted is known: its fields are folded away. */
  readonly prefilled: boolean
  readonly pickups: readonly Branch[]
  /** For staff: the borrower's card. */
  readonly card: string | undefined
  readonly search: BorrowerSearch | undefined
  readonly statement: string | undefined
  readonly complaints: Complaints
  readonly obstacles: readonly Obstacle[]
  readonly passable: readonly Obstacle['kind'][]
  readonly formKey: string
}

/** Place Request: what is wanted, where and by when. */
export function PlacePage(props: PlacePageProps) {
  const { door, action, back, typed, pickups, card, search, statement, complaints, obstacles, passable, formKey } =
    props
  const told = obstacles.filter(({ kind }) => passable.includes(kind)).map(({ kind }) => kind)
  const hopeless = obstacles.length > told.length
  return (
    <Layout door={door} title="Place a request">
      <div class="form-page">
        <p class="way-back">
          <Link to={back}>‹ Back</Link>
        </p>
        <h1>Place a request</h1>
        <p class="hint">We ask other libraries for it and tell you when it has come.</p>
        {obstacles.length > 0 && (
          <div role="alert">
            {obstacles.map((obstacle) => (
              <Note key={obstacle.kind} tone={passable.includes(obstacle.kind) ? 'wait' : 'bad'}>
                <Why obstacle={obstacle} staff={card !== undefined} />
              </Note>
            ))}
          </div>
        )}
        <form method="post" action={action} class="panel stacked">
          <CsrfField />
          <input type="hidden" name="key" value={formKey} />
          {told.length > 0 && !hopeless && <input type="hidden" name="despite" value={told.join(' ')} />}
          {card !== undefined && (
            <BorrowerField
              typed={card}
              search={search}
              complaint={complaints['card']}
              asksSystem={door.ill.patrons !== undefined}
            />
          )}
          <CitationFields typed={typed} complaints={complaints} pickups={pickups} />
          {statement && (
            <label class="check">
              <input type="checkbox" name="agreed" value="1" /> For a copy: {statement}
            </label>
          )}
          <div class="acts">
            <button type="submit" class="btn primary">
              {told.length > 0 && !hopeless ? 'Place it all the same' : 'Place Request'}
            </button>
            <Link class="btn" to={back}>
              Cancel
            </Link>
          </div>
        </form>
      </div>
    </Layout>
  )
}
