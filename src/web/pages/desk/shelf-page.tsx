import type { Branch } from '../../../catalogue/index.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { bibHref } from '../../our-address.ts'
import { deskHref, readerHref } from './address.ts'
import { type Line, type ShelfList, shelfLists } from './shelf-lines.ts'

const words = {
  fetch: {
    label: 'To fetch',
    about: 'Somebody waits for these, and they should be in. Fetch them and check them in.',
    none: 'Nothing to fetch.',
  },
  pickup: {
    label: 'Pickup shelf',
    about: 'What readers can fetch here, and what is on its way to them.',
    none: 'Nothing waits to be fetched.',
  },
  clear: {
    label: 'To clear',
    about: 'These stand on the pickup shelf for nobody any more. Check them in.',
    none: 'Nothing to clear.',
  },
  overdue: {
    label: 'Overdue',
    about: 'Lent by this desk, and not come back; the longest overdue first.',
    none: 'Nothing is overdue.',
  },
} as const satisfies Readonly<Record<ShelfList, object>>

interface ShelfPageProps {
  readonly door: Door
  readonly list: ShelfList
  readonly branch: Branch
  readonly lines: readonly Line[]
  /** Where it goes on. */
  readonly further: string | undefined
}

export const ShelfPage = ({ door, list, branch, lines, further }: ShelfPageProps) => (
  <Layout door={door} title={`${words[list].label}, ${branch.label}`}>
    <nav class="bar neighbours" aria-label="Front desk">
      <Link to={deskHref({ mode: 'in', branch: branch.code })}>‹ Front desk</Link>
    </nav>
    <div class="desk">
      <h1>{words[list].label}</h1>
      <nav class="tabs" aria-label="Lists">
        {shelfLists.map((one) => (
          <Link key={one} to={`/desk/shelf?list=${one}&branch=${branch.code}`} current={one === list && 'page'}>
            {words[one].label}
          </Link>
        ))}
      </nav>
      <p class="hint">
        {branch.label}. {words[list].about}
      </p>
      {lines.length === 0 ? <p class="panel">{words[list].none}</p> : <Lines {...{ list, lines, branch }} />}
      {further && (
        <p>
          <Link class="btn" to={further}>
            Further
          </Link>
        </p>
      )}
    </div>
  </Layout>
)

const Lines = ({ list, lines, branch }: Pick<ShelfPageProps, 'list' | 'lines' | 'branch'>) => (
  <div class="panel wide-table">
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">Accession number</th>
          <th scope="col">Title</th>
          <th scope="col">{list === 'fetch' || list === 'clear' ? 'Where' : 'When'}</th>
          {(list === 'pickup' || list === 'overdue') && <th scope="col">Reader</th>}
          {list === 'pickup' && (
            <th scope="col">
              <span class="hidden">Slip</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, accessionNo, bibId, title, about, person, slip }) => (
          <tr key={key}>
            <th scope="row" class="code">
              {accessionNo}
            </th>
            <td>
              <Link to={bibHref(bibId)}>
                <Words text={title} most={160} />
              </Link>
            </td>
            <td>{about}</td>
            {(list === 'pickup' || list === 'overdue') && (
              <td>
                {person && (
                  <Link to={readerHref(person.id, branch.code)}>
                    <Words text={person.name} most={120} />
                  </Link>
                )}
              </td>
            )}
            {list === 'pickup' && <td>{slip && <Link to={slip}>Slip</Link>}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
