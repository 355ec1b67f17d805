import type { PersonName } from '../../../accounts/index.ts'
import type { Branch, Item } from '../../../catalogue/index.ts'
import type { ReservationLine } from '../../../circulation/index.ts'
import { SelectField } from '../../components/choice.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import { longDate } from '../../dates.ts'
import type { Door } from '../../door.ts'
import { bibHref } from '../../our-address.ts'
import type { BorrowerSearch } from '../placing/borrower.ts'
import { BorrowerField } from '../placing/borrower-field.tsx'
import { readerHref } from './address.ts'

const doneWords = { placed: 'Reserved.', moved: 'Moved.', cancelled: 'Cancelled.' } as const

interface QueuePageProps {
  readonly door: Door
  readonly id: number
  readonly title: string
  readonly items: readonly Item[]
  readonly reservations: readonly ReservationLine[]
  readonly people: ReadonlyMap<string, PersonName>
  readonly branch: Branch
  readonly choices: readonly Branch[]
  readonly branchName: (code: string) => string
  readonly said: {
    readonly done?: keyof typeof doneWords | undefined
    readonly refusal?: string
    readonly card?: string
    /** Who was looked for, and what was chosen besides. */
    readonly search?: BorrowerSearch
    readonly complaint?: string
    readonly item?: string
    readonly pickup?: string
  }
}

/** The queues of a record, and a form to join them. */
export function QueuePage(props: QueuePageProps) {
  const { door, id, title, items, reservations, branch, choices, said } = props
  return (
    <Layout door={door} title={`Reservations of ${title}`}>
      <nav class="bar neighbours" aria-label="Record">
        <Link to={bibHref(id)}>‹ Record {id}</Link>
      </nav>
      <div class="desk">
        <h1>Reservations</h1>
        <p>
          <Words text={title} most={160} />
        </p>
        {said.done && (
          <div role="status">
            <Note tone="info">{doneWords[said.done]}</Note>
          </div>
        )}
        {said.refusal && (
          <div role="alert">
            <Note tone="bad">{said.refusal}</Note>
          </div>
        )}
        {reservations.length === 0 ? <p class="panel">Nobody waits for it.</p> : <Queue {...props} />}
        <form method="post" action={bibHref(id, '/reservations')} class="panel stacked">
          <CsrfField />
          <h2>Reserve for a reader</h2>
          <BorrowerField
            typed={said.card ?? ''}
            search={said.search}
            complaint={said.complaint}
            who="reader"
            act="Reserve"
            autofocus={said.search !== undefined && !said.search.chosen}
          />
          <div class="fields">
            <SelectField
              id="item"
              label="Which copy"
              options={[
                ['', 'Any copy'],
                ...items
                  .filter(({ withdrawn }) => !withdrawn)
                  .map((item) => [String(item.id), item.accessionNo] as const),
              ]}
              value={said.item ?? ''}
            />
            <SelectField
              id="pickup"
              label="Fetched in"
              options={choices.map(({ code, label }) => [code, label] as const)}
              value={said.pickup || branch.code}
            />
          </div>
          <button type="submit" class="btn primary">
            Reserve
          </button>
        </form>
      </div>
    </Layout>
  )
}

const Queue = (props: QueuePageProps) => (
  <div class="panel wide-table">
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">Place</th>
          <th scope="col">Reader</th>
          <th scope="col">Wants</th>
          <th scope="col">How it stands</th>
          <th scope="col">
            <span class="hidden">Change</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.reservations.map((one) => (
          <QueueRow key={one.id} {...{ one, ...props }} />
        ))}
      </tbody>
    </table>
  </div>
)

function QueueRow({ one, id, people, branch, branchName }: QueuePageProps & { readonly one: ReservationLine }) {
  const name = people.get(one.patronId)?.name ?? ''
  const act = (what: string) => bibHref(id, `/reservations/${one.id}/${what}`)
  const where = branchName(one.pickupBranch)
  const states = {
    waiting: `Waiting, to be fetched in ${where}`,
    transit: `On its way to ${where}`,
    ready: `On the pickup shelf, ${where}, until ${one.keepUntil ? longDate(one.keepUntil) : ''}`,
  } as const
  return (
    <tr>
      <td>{one.place ?? '–'}</td>
      <th scope="row">
        <Link to={readerHref(one.patronId, branch.code)}>
          <Words text={name} most={120} />
        </Link>
      </th>
      <td>{one.level === 'title' && one.state === 'waiting' ? 'Any copy' : one.accessionNo}</td>
      <td>{states[one.state]}</td>
      <td>
        <div class="acts">
          {one.place !== undefined && one.place > 1 && (
            <form method="post" action={act('move')}>
              <CsrfField />
              <input type="hidden" name="to" value={one.place - 1} />
              <button type="submit" class="quiet" aria-label={`Move ${name} up`}>
                ↑
              </button>
            </form>
          )}
          {one.place !== undefined && (
            <form method="post" action={act('move')}>
              <CsrfField />
              <input type="hidden" name="to" value={one.place + 1} />
              <button type="submit" class="quiet" aria-label={`Move ${name} down`}>
                ↓
              </button>
            </form>
          )}
          <form method="post" action={act('cancel')}>
            <CsrfField />
            <button type="submit" class="quiet">
              Cancel<span class="hidden"> the reservation of {name}</span>
            </button>
          </form>
        </div>
      </td>
    </tr>
  )
}
