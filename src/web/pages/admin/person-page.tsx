import type { Person, Role } from '../../../accounts/index.ts'
import type { Branch } from '../../../catalogue/index.ts'
import type { Complaints } from '../../complaints.ts'
import { Check, Options, SelectField } from '../../components/choice.tsx'
import { TextField } from '../../components/field.tsx'
import { Link } from '../../components/link.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { AdminLayout } from './admin-layout.tsx'
import { OneTimeText } from './one-time-text.tsx'
import { State } from './people.tsx'
import { grantsOf, type PersonForm } from './person-form.ts'

interface PersonPageProps {
  readonly door: Door
  /** None for one that is to be made. */
  readonly person?: Person | undefined
  readonly form: PersonForm
  readonly complaints?: Complaints
  readonly notice?: string | undefined
  readonly refusal?: string | undefined
  readonly link?: string
  readonly roles: readonly Role[]
  readonly branches: readonly Branch[]
  readonly sessions: number
  readonly today: string
}

const words = {
  staff: { added: 'Add a member of staff', login: 'Name to sign in by', secret: 'password' },
  patron: { added: 'Add a patron', login: 'Card number', secret: 'PIN' },
} as const

/** One account: what is kept of it, and what can be done with it. */
export function PersonPage({ door, person, form, complaints = {}, notice, refusal, link, ...lists }: PersonPageProps) {
  const { kind } = form
  const title = person?.name ?? words[kind].added
  const wrong = Object.keys(complaints).length
  const why =
    wrong > 0 ? `Nothing was saved: ${wrong === 1 ? 'one field is' : `${wrong} fields are`} to be put right.` : refusal
  return (
    <AdminLayout door={door} title={title} part="/admin/people" notice={notice} refusal={why}>
      <p class="way-back">
        <Link to={kind === 'patron' ? '/admin/people?kind=patron' : '/admin/people'}>
          ‹ {kind === 'patron' ? 'Patrons' : 'Staff'}
        </Link>
      </p>
      <div class="bar heading">
        <h1>{title}</h1>
        {person && <State person={person} today={lists.today} kind={kind} />}
      </div>
      {person && link && (
        <OneTimeText text={link} is="link">
          Give this link to {person.name}. It works once, within 24 hours, and is shown only now.
        </OneTimeText>
      )}
      <div class="split acting">
        <Fields {...{ person, form, complaints, ...lists }} groups={door.circulation.patrons.groups} />
        {person && <Acts person={person} sessions={lists.sessions} />}
      </div>
    </AdminLayout>
  )
}

interface FieldsProps extends Pick<PersonPageProps, 'person' | 'form' | 'roles' | 'branches'> {
  readonly complaints: Complaints
  /** Those that lending rules know. */
  readonly groups: Readonly<Record<string, { readonly label?: string | undefined }>>
}

function Fields({ person, form, complaints, roles, branches, groups }: FieldsProps) {
  const { kind } = form
  const groupOptions = Object.entries(groups).map(([code, { label }]) => [code, label ?? code] as const)
  const branchOptions = branches.map(({ code, label }) => [code, label] as const)
  return (
    <form method="post" action={person ? `/admin/people/${person.id}` : '/admin/people'} class="panel stacked">
      <CsrfField />
      <input type="hidden" name="kind" value={kind} />
      <TextField id="name" label="Name" value={form.name} complaint={complaints['name']} autocomplete="off" required />
      <TextField
        id="login"
        label={words[kind].login}
        value={form.login}
        complaint={complaints['login']}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        required
      />
      <TextField
        id="email"
        label="E-mail"
        hint="May be left empty."
        value={form.email}
        complaint={complaints['email']}
        type="email"
        autocomplete="off"
      />
      <SelectField
        id="branch"
        label={kind === 'staff' ? 'Works at' : 'Home branch'}
        options={[['', 'No branch in particular'], ...branchOptions]}
        value={form.branch}
        complaint={complaints['branch']}
      />
      {kind === 'patron' && (
        <>
          {(groupOptions.length > 0 || form.group) && (
            <SelectField
              id="group"
              label="Group"
              hint="Lending rules go by it."
              options={[['', 'No group in particular'], ...groupOptions]}
              value={form.group}
            />
          )}
          <TextField
            id="expiresOn"
            label="Card is good until"
            hint="Leave it empty where cards do not expire."
            value={form.expiresOn}
            complaint={complaints['expiresOn']}
            type="date"
          />
          <Check
            name="blocked"
            checked={form.blocked !== undefined}
            words="Blocked"
            hint="may not borrow, reserve or place requests"
          />
        </>
      )}
      <Roles {...{ form, roles, branchOptions }} complaint={complaints['roles']} />
      {person && (
        <Check name="closed" checked={form.closed !== undefined} words="Closed" hint="nobody can sign in to it" />
      )}
      <button type="submit" class="btn primary">
        {person ? 'Save' : 'Make the account'}
      </button>
    </form>
  )
}

interface RolesProps {
  readonly form: PersonForm
  readonly roles: readonly Role[]
  readonly branchOptions: readonly (readonly [string, string])[]
  readonly complaint?: string | undefined
}

/** A line for each role, and empty ones for more. */
function Roles({ form, roles, branchOptions, complaint }: RolesProps) {
  const grants = grantsOf(form)
  const lines = [...grants, { role: '' }, { role: '' }].slice(0, Math.max(grants.length + 1, 2))
  const roleOptions = [['', '– none –'] as const, ...roles.map(({ name, label }) => [name, label] as const)]
  return (
    <fieldset class="grants">
      <legend>Roles</legend>
      <p class="hint">
        A role for one branch allows what is done to items of that branch, and nothing that concerns records, files or
        accounts. Save to get a further line. Changing roles signs the person out everywhere.
      </p>
      {complaint && <p class="complaint">✕ {complaint}</p>}
      {lines.map((grant, i) => (
        <div key={i} class="pair">
          <select name="role" aria-label={`Role ${i + 1}`}>
            <Options options={roleOptions} value={grant.role} />
          </select>
          <select name="roleBranch" aria-label={`Where role ${i + 1} holds`}>
            <Options
              options={[['', 'In all branches'], ...branchOptions]}
              value={('branch' in grant ? grant.branch : undefined) ?? ''}
            />
          </select>
        </div>
      ))}
    </fieldset>
  )
}

/** What can be done with an account beside changing it. */
function Acts({ person, sessions }: { readonly person: Person; readonly sessions: number }) {
  const { secret } = words[person.kind]
  const act = (what: string) => `/admin/people/${person.id}/${what}`
  return (
    <aside class="panel acts-beside" aria-label="Signing in">
      <h2>Signing in</h2>
      <form method="post" action={act('link')}>
        <CsrfField />
        <p>
          {person.hasSecret ? `A ${secret} is set. ` : `No ${secret} was chosen yet. `}A one-time link lets{' '}
          {person.name} choose a new one.
        </p>
        <button type="submit" class="btn">
          Make a one-time link
        </button>
      </form>
      {person.hasTotp && (
        <form method="post" action={act('authenticator/off')}>
          <CsrfField />
          <p>Signing in takes a code of an authenticator too. Turn it off if the telephone is lost.</p>
          <button type="submit" class="btn">
            Turn the authenticator off
          </button>
        </form>
      )}
      {sessions === 0 ? (
        <p class="hint">Signed in nowhere now.</p>
      ) : (
        <form method="post" action={act('sessions/end')}>
          <CsrfField />
          <p>{sessions === 1 ? 'Signed in in one browser.' : `Signed in in ${sessions} browsers.`}</p>
          <button type="submit" class="btn">
            Sign out everywhere
          </button>
        </form>
      )}
    </aside>
  )
}
