import type { Code } from '../../../catalogue/index.ts'
import { listNames, type ManagedList, managedLists } from '../../code-lists.ts'
import type { Complaints } from '../../complaints.ts'
import { TextField } from '../../components/field.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { MoveButton } from '../../components/move-button.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { count } from '../../text.ts'

const doneWords = { saved: 'Saved.', added: 'Added.', removed: 'Removed.' } as const

interface CodesPageProps {
  readonly door: Door
  readonly list: ManagedList
  readonly entries: readonly Code[]
  readonly uses: ReadonlyMap<string, number>
  readonly done: keyof typeof doneWords | undefined
  readonly complaints?: Complaints
  readonly typed?: Readonly<Record<'code' | 'label', string>>
  readonly refusal?: string
}

/** A code list with everything that can be done to it. */
export function CodesPage({ door, list, entries, uses, done, complaints = {}, typed, refusal }: CodesPageProps) {
  const { label, one, about } = listNames[list]
  const action = `/admin/codes/${list}`
  return (
    <Layout door={door} title={label}>
      <div class="codes-page">
        <nav class="bar neighbours" aria-label="Administration">
          <Link to="/admin">‹ Administration</Link>
        </nav>
        <h1>Code lists</h1>
        <nav class="tabs" aria-label="Lists">
          {managedLists.map((name) => (
            <Link key={name} to={`/admin/codes/${name}`} current={name === list && 'page'}>
              {listNames[name].label}
            </Link>
          ))}
        </nav>
        <p class="hint">{about}</p>
        {done && (
          <p role="status" class="said">
            <span class="badge ok">
              <span aria-hidden="true">✓</span> {doneWords[done]}
            </span>
          </p>
        )}
        {refusal && (
          <div role="alert">
            <Note tone="bad">{refusal}</Note>
          </div>
        )}
        {entries.length === 0 ? (
          <p class="panel">This list is empty. Add the first below.</p>
        ) : (
          <form method="post" action={action} class="panel codes">
            <CsrfField />
            {/* The first button is the one that Enter presses. */}
            <button type="submit" class="hidden" tabIndex={-1} aria-hidden="true">
              Save
            </button>
            <div class="wide-table">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Code</th>
                    <th scope="col">Name</th>
                    {list === 'item-status' && <th scope="col">Counts as available</th>}
                    <th scope="col">On offer</th>
                    <th scope="col">Order</th>
                    <th scope="col">Items</th>
                  </tr>
                </thead>
                <tbody>
                  {entries.map((entry, n) => (
                    <Row
                      key={entry.code}
                      {...{ entry, list }}
                      uses={uses.get(entry.code) ?? 0}
                      first={n === 0}
                      last={n === entries.length - 1}
                    />
                  ))}
                </tbody>
              </table>
            </div>
            <div class="acts">
              <button type="submit" class="btn primary">
                Save
              </button>
            </div>
          </form>
        )}
        <form method="post" action={`${action}/add`} class="panel stacked addition">
          <CsrfField />
          <h2>Add {one}</h2>
          <div class="fields">
            <TextField
              id="code"
              label="Code"
              hint="Short; it never changes."
              complaint={complaints['code']}
              value={typed?.code}
              maxLength={40}
              autocomplete="off"
            />
            <TextField
              id="label"
              label="Name"
              hint="What people read."
              complaint={complaints['label']}
              value={typed?.label}
              maxLength={80}
              autocomplete="off"
            />
          </div>
          <div class="acts">
            <button type="submit" class="btn">
              Add
            </button>
          </div>
        </form>
      </div>
    </Layout>
  )
}

interface RowProps {
  readonly entry: Code
  readonly list: ManagedList
  readonly uses: number
  readonly first: boolean
  readonly last: boolean
}

function Row({ entry: { code, label, active, available, builtIn }, list, uses, first, last }: RowProps) {
  return (
    <tr id={`row-${code}`}>
      <th scope="row" class="code">
        {code}
        <input type="hidden" name="code" value={code} />
      </th>
      <td>
        <input name="label" value={label} maxLength={80} required aria-label={`Name of ${code}`} autocomplete="off" />
      </td>
      {list === 'item-status' && (
        <td>
          <label class="check">
            <input type="checkbox" name="available" value={code} checked={available} />
            <span class="hidden">{label} counts as available</span>
          </label>
        </td>
      )}
      <td>
        <label class="check">
          <input type="checkbox" name="active" value={code} checked={active} />
          <span class="hidden">{label} is on offer</span>
        </label>
      </td>
      <td class="order">
        <MoveButton way="up" id={code} label={label} off={first} />
        <MoveButton way="down" id={code} label={label} off={last} />
      </td>
      <td>
        {uses > 0 || builtIn ? (
          <span class="hint">{uses > 0 ? count(uses, 'item') : 'Comes with Farshelf'}</span>
        ) : (
          <button
            type="submit"
            class="quiet"
            formAction={`/admin/codes/${list}/remove?code=${encodeURIComponent(code)}`}
          >
            Remove<span class="hidden"> {label}</span>
          </button>
        )}
      </td>
    </tr>
  )
}
