import type { PersonLine } from '../../../accounts/index.ts'
import { Link } from '../../components/link.tsx'
import { Words } from '../../components/words.tsx'
import { longDate } from '../../dates.ts'
import { bibHref } from '../../our-address.ts'
import { count } from '../../text.ts'
import { readerHref } from './address.ts'
import type { Found, FoundItem } from './find.ts'

interface FoundProps {
  readonly found: Found
  readonly branch: string
}

/** What was looked for: the item, the readers, or what to try. */
export function FoundAtDesk({ found: { item, people, more }, branch }: FoundProps) {
  if (!item && people.length === 0)
    return (
      <div class="panel nothing">
        <h2>Nothing found</h2>
        <p>No item has this number, and no reader this card number or name.</p>
      </div>
    )
  return (
    <>
      {item && <OneItem found={item} branch={branch} />}
      {people.length > 0 && (
        <section class="panel" aria-labelledby="readers">
          <h2 id="readers">Readers</h2>
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Card</th>
                <th scope="col">
                  <span class="hidden">State</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <Person key={person.id} person={person} branch={branch} />
              ))}
            </tbody>
          </table>
          {more > 0 && <p class="hint">and {more} more: type more of the name</p>}
        </section>
      )}
    </>
  )
}

const Person = ({ person, branch }: { readonly person: PersonLine; readonly branch: string }) => (
  <tr>
    <th scope="row">
      <Link to={readerHref(person.id, branch)}>
        <Words text={person.name} most={120} />
      </Link>
    </th>
    <td class="code">{person.login}</td>
    <td>
      {(person.blocked || !person.active) && (
        <span class="badge bad">
          <span aria-hidden="true">✕</span> {person.active ? 'Blocked' : 'Closed'}
        </span>
      )}
    </td>
  </tr>
)

function OneItem({ found, branch }: { readonly found: FoundItem; readonly branch: string }) {
  const { item, words, title, loan, ill, waiting } = found
  return (
    <section class="panel found" aria-labelledby="item">
      <h2 id="item">{title}</h2>
      <p>
        <span class="code">{item.accessionNo}</span>{' '}
        <span class={`badge ${words.available ? 'ok' : 'calm'}`}>
          <span aria-hidden="true">{words.available ? '✓' : '○'}</span> {words.status}
        </span>
      </p>
      <p class="hint">{[words.branch, words.location, words.collection, item.callNumber].filter(Boolean).join(', ')}</p>
      {loan && (
        <p>
          On loan to{' '}
          <Link to={loan.patronId === undefined ? `/lending/${loan.lendingId}` : readerHref(loan.patronId, branch)}>
            <Words text={loan.name} most={120} />
          </Link>
          , due {longDate(loan.dueOn)}
        </p>
      )}
      {ill && (
        <p>
          Borrowed from another library
          {ill.closed ? ', and returned to it' : ill.lenderDue && `, which wants it back by ${longDate(ill.lenderDue)}`}
          .
        </p>
      )}
      <ul class="acts">
        <li>
          <Link class="btn" to={bibHref(item.bibId)}>
            Record
          </Link>
        </li>
        <li>
          <Link class="btn" to={bibHref(item.bibId, '/reservations')}>
            {waiting === 0 ? 'Reservations' : `${count(waiting, 'reader')} waiting`}
          </Link>
        </li>
      </ul>
    </section>
  )
}
