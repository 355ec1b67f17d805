import type { Control } from '../../../action-form.ts'
import type { Complaints } from '../../../complaints.ts'
import { ActionFields } from '../../../components/action-form.tsx'
import { Layout } from '../../../components/layout.tsx'
import { Link } from '../../../components/link.tsx'
import { Note } from '../../../components/note.tsx'
import { CsrfField } from '../../../components/visit.tsx'
import type { Door } from '../../../door.ts'
import type { ActionLists } from '../../../requests.ts'
import { count } from '../../../text.ts'
import { type BulkEvent, rowText } from './bulk-address.ts'
import type { Choice, Chosen } from './chosen.ts'
import { RequestLine } from './request-line.tsx'

interface ConfirmPageProps {
  readonly door: Door
  readonly event: BulkEvent
  readonly label: string
  readonly choice: Choice
  /** The address of the list that was come from. */
  readonly back: string
  readonly controls: readonly Control[]
  readonly typed: Readonly<Record<string, unknown>>
  readonly complaints: Complaints
  readonly lists: ActionLists
  readonly key: string
}

/** What can be done with how many, what cannot and why, and what the action has to know. */
export function ConfirmPage(props: ConfirmPageProps) {
  const { door, event, label, choice, back, key, ...fields } = props
  const { chosen, meant } = choice
  const can = chosen.filter(({ why }) => why === undefined)
  const cannot = chosen.filter(({ why }) => why !== undefined)
  return (
    <Layout door={door} title={`${label} ${count(can.length, 'request')}`}>
      <div class="form-page">
        <p class="way-back">
          <Link to={back}>‹ List of requests</Link>
        </p>
        <h1>
          {label}: {count(can.length, 'request')}
        </h1>
        {meant > chosen.length && (
          <Note tone="wait">
            The list has {count(meant, 'request')}: these are its first {chosen.length}. Do the next ones after them.
          </Note>
        )}
        {cannot.length > 0 && <Cannot can={can.length} cannot={cannot} all={chosen.length} />}
        {can.length > 0 ? (
          <>
            <details open={can.length <= 10}>
              <summary>{can.length === 1 ? 'This request' : `These ${can.length} requests`}</summary>
              <ul class="plain-list">
                {can.map(({ request }) => (
                  <RequestLine key={request.id} request={request} />
                ))}
              </ul>
            </details>
            <form method="post" action="/requests/bulk" class="panel stacked">
              <CsrfField />
              <input type="hidden" name="event" value={event} />
              <input type="hidden" name="key" value={key} />
              <input type="hidden" name="list" value={/\?(.*)$/.exec(back)?.[1] ?? ''} />
              {can.map(({ request }) => (
                <input key={request.id} type="hidden" name="row" value={rowText(request)} />
              ))}
              <ActionFields {...fields} />
              <div class="acts">
                <button type="submit" class="btn primary">
                  {label}: {count(can.length, 'request')}
                </button>
                <Link class="btn" to={back}>
                  Cancel
                </Link>
              </div>
            </form>
          </>
        ) : (
          <Link class="btn" to={back}>
            Back to the list
          </Link>
        )}
      </div>
    </Layout>
  )
}

interface CannotProps {
  readonly can: number
  readonly cannot: readonly Chosen[]
  readonly all: number
}

const Cannot = ({ can, cannot, all }: CannotProps) => (
  <Note tone="wait">
    <p>
      {can === 0 ? 'None' : can} of {all} can be done; {cannot.length} cannot, and will stay as{' '}
      {cannot.length === 1 ? 'it is' : 'they are'}:
    </p>
    <ul>
      {cannot.map(({ request, why }) => (
        <RequestLine key={request.id} request={request} why={why} />
      ))}
    </ul>
  </Note>
)
