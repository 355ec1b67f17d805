import type { ComponentChildren } from 'preact'
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
import { rowText } from './bulk-address.ts'
import type { Choice, Chosen, Several } from './chosen.ts'
import { TickedLine } from './ticked-line.tsx'

interface ConfirmPageProps {
  readonly door: Door
  readonly of: Several
  readonly event: string
  readonly label: string
  readonly choice: Choice
  /** What else the form sends. */
  readonly hidden?: Readonly<Record<string, string>>
  readonly controls: readonly Control[]
  readonly typed: Readonly<Record<string, unknown>>
  readonly complaints: Complaints
  readonly lists: ActionLists
  /** What is said beside a field, by its name. */
  readonly hints?: Readonly<Record<string, string>> | undefined
  readonly key: string
  /** What is said of each one, above the fields; a list of them where it is not given. */
  readonly each?: ComponentChildren
  /** What the button says; its count where it is done with all. */
  readonly button?: string | undefined
  /** What stands below the fields. */
  readonly children?: ComponentChildren
}

/** What can be done with how many, what cannot and why, and what the action has to know. */
export function ConfirmPage(props: ConfirmPageProps) {
  const { door, of, event, label, choice, hidden = {}, key, each, button, children, ...fields } = props
  const { noun, path, back, backWords } = of
  const { chosen, meant } = choice
  const can = chosen.filter(({ why }) => why === undefined)
  const cannot = chosen.filter(({ why }) => why !== undefined)
  return (
    <Layout door={door} title={`${label} ${count(can.length, noun)}`}>
      <div class="form-page">
        <p class="way-back">
          <Link to={back}>‹ {backWords.replace(/^the l/, 'L')}</Link>
        </p>
        <h1>
          {label}: {count(can.length, noun)}
        </h1>
        {meant > chosen.length && (
          <Note tone="wait">
            The list has {count(meant, noun)}: these are its first {chosen.length}. Do the next ones after them.
          </Note>
        )}
        {cannot.length > 0 && <Cannot can={can.length} cannot={cannot} all={chosen.length} />}
        {can.length > 0 ? (
          <>
            {!each && (
              <details open={can.length <= 10}>
                <summary>{can.length === 1 ? `This ${noun}` : `These ${count(can.length, noun)}`}</summary>
                <ul class="plain-list">
                  {can.map(({ ticked }) => (
                    <TickedLine key={ticked.id} ticked={ticked} why={undefined} />
                  ))}
                </ul>
              </details>
            )}
            <form method="post" action={path} class="panel stacked">
              <CsrfField />
              <input type="hidden" name="event" value={event} />
              <input type="hidden" name="key" value={key} />
              {Object.entries(hidden).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))}
              {can.map(({ ticked }) => (
                <input key={ticked.id} type="hidden" name="row" value={rowText(ticked)} />
              ))}
              {each}
              <ActionFields {...fields} />
              {children}
              <div class="acts">
                <button type="submit" class="btn primary">
                  {button ?? `${label}: ${count(can.length, noun)}`}
                </button>
                <Link class="btn" to={back}>
                  Cancel
                </Link>
              </div>
            </form>
          </>
        ) : (
          <Link class="btn" to={back}>
            Back to {backWords}
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
      {cannot.map((one) => (
        <TickedLine key={one.ticked.id} {...one} />
      ))}
    </ul>
  </Note>
)
