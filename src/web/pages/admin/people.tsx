import type { RequestHandler } from 'express'
import { z } from 'zod'
import { listPeople, listRoles, type PersonLine, type Role } from '../../../accounts/index.ts'
import { type Branch, branches } from '../../../catalogue/index.ts'
import type { HouseClock } from '../../../circulation/index.ts'
import { Options } from '../../components/choice.tsx'
import { Link } from '../../components/link.tsx'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { AdminLayout } from './admin-layout.tsx'
import { kinds } from './person-form.ts'

const size = 50
const PeopleAddress = z.object({
  kind: z.enum(kinds).default('staff'),
  q: z.string().trim().max(200).default(''),
  role: z.string().max(64).default(''),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
})
type PeopleAddress = z.output<typeof PeopleAddress>

/** Staff or patrons by name, to be searched. */
export const peoplePage = (door: Door): RequestHandler =>
  route(PeopleAddress, async (address, { res }) => {
    const { db } = door.database
    const { kind, q: words, role, page } = address
    const found = await listPeople(db, { kind, words, role: role || undefined, page, size })
    const lists = { roles: await listRoles(db), branches: await branches(db) }
    const clock = await clockOf(door, db)
    sendPage(res, <People door={door} {...{ address, clock, ...found, ...lists }} />)
  })

const hrefOf = (address: Partial<PeopleAddress>): string => {
  const params = new URLSearchParams()
  if (address.kind === 'patron') params.set('kind', 'patron')
  if (address.q) params.set('q', address.q)
  if (address.role) params.set('role', address.role)
  if (address.page && address.page > 1) params.set('page', String(address.page))
  return params.size > 0 ? `/admin/people?${params}` : '/admin/people'
}

interface PeopleProps {
  readonly door: Door
  readonly address: PeopleAddress
  readonly people: readonly PersonLine[]
  readonly count: number
  readonly roles: readonly Role[]
  readonly branches: readonly Branch[]
  readonly clock: HouseClock
}

const names = { staff: { one: 'member of staff', all: 'Staff' }, patron: { one: 'patron', all: 'Patrons' } } as const

function People({ door, address, people, count, roles, branches, clock }: PeopleProps) {
  const { kind, q, role } = address
  const filtered = q !== '' || role !== ''
  return (
    <AdminLayout door={door} title={names[kind].all} part="/admin/people">
      <div class="bar heading">
        <h1>{names[kind].all}</h1>
        <nav class="choices" aria-label="Kind of account">
          {kinds.map((one) => (
            <Link key={one} to={hrefOf({ kind: one })} current={one === kind && 'page'}>
              {names[one].all}
            </Link>
          ))}
        </nav>
        <Link class="btn primary" to={`/admin/people/new?kind=${kind}`}>
          Add a {names[kind].one}
        </Link>
      </div>
      <search>
        <form action="/admin/people" class="bar narrowing">
          <input type="hidden" name="kind" value={kind} />
          <input
            type="search"
            name="q"
            value={q}
            maxLength={200}
            autocomplete="off"
            aria-label={kind === 'staff' ? 'Name, e-mail or sign-in name' : 'Name, e-mail or card number'}
            placeholder={kind === 'staff' ? 'Name, e-mail or sign-in name' : 'Name, e-mail or card number'}
          />
          <select name="role" aria-label="Role">
            <Options options={[['', 'Any role'], ...roles.map((one) => [one.name, one.label] as const)]} value={role} />
          </select>
          <button type="submit" class="btn">
            Find
          </button>
        </form>
      </search>
      {people.length === 0 ? (
        <div class="panel nothing">
          <p>{filtered || count > 0 ? 'Nobody is to be shown here.' : `There is no ${names[kind].one} yet.`}</p>
          {(filtered || count > 0) && (
            <p>
              <Link class="btn" to={hrefOf({ kind })}>
                Show all {names[kind].all.toLowerCase()}
              </Link>
            </p>
          )}
        </div>
      ) : (
        <>
          <p class="hint" role="status">
            {count === 1 ? 'One account' : `${count} accounts`}
          </p>
          <div class="panel wide-table">
            <table class="rows">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">{kind === 'staff' ? 'Signs in as' : 'Card number'}</th>
                  <th scope="col">Branch</th>
                  <th scope="col">Roles</th>
                  <th scope="col">State</th>
                </tr>
              </thead>
              <tbody>
                {people.map((person) => (
                  <tr key={person.id}>
                    <th scope="row">
                      <Link to={`/admin/people/${person.id}`}>{person.name}</Link>
                    </th>
                    <td data-label={kind === 'staff' ? 'Signs in as' : 'Card'}>{person.login}</td>
                    <td>{branches.find(({ code }) => code === person.branch)?.label ?? person.branch}</td>
                    <td data-label="Roles">{person.roles.join(', ') || <span class="hint">none</span>}</td>
                    <td>
                      <State person={person} today={clock.today(person.branch)} kind={kind} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Turning address={address} last={Math.ceil(count / size)} />
        </>
      )}
    </AdminLayout>
  )
}

interface StateProps {
  readonly person: Pick<PersonLine, 'active' | 'blocked' | 'expiresOn' | 'hasSecret'>
  readonly today: string
  readonly kind: (typeof kinds)[number]
}

/** How an account stands: the one thing that keeps it from being used, if there is one. */
export function State({ person, today, kind }: StateProps) {
  if (!person.active) return <span class="badge calm">– Closed</span>
  if (person.blocked) return <span class="badge bad">✕ Blocked</span>
  if (person.expiresOn && person.expiresOn < today) return <span class="badge wait">△ Expired {person.expiresOn}</span>
  if (!person.hasSecret) return <span class="badge wait">△ No {kind === 'staff' ? 'password' : 'PIN'} yet</span>
  return <span class="badge ok">✓ In use</span>
}

/** To the pages before and after. */
const Turning = ({ address, last }: { readonly address: PeopleAddress; readonly last: number }) =>
  last < 2 ? null : (
    <nav class="paging" aria-label="Pages">
      {address.page > 1 && (
        <Link to={hrefOf({ ...address, page: address.page - 1 })} rel="prev">
          ‹ Previous
        </Link>
      )}
      <span>
        Page {address.page} of {last}
      </span>
      {address.page < last && (
        <Link to={hrefOf({ ...address, page: address.page + 1 })} rel="next">
          Next ›
        </Link>
      )}
    </nav>
  )
