import type { Action, Undoable } from '../../../workflow/index.ts'
import { Link } from '../../components/link.tsx'
import { CsrfField } from '../../components/visit.tsx'

interface ActionMenuProps {
  /** Where the forms of the actions are: their name goes behind it. */
  readonly base: string
  readonly actions: readonly Action[]
  /** Tells menus of one page apart. */
  readonly id: string
  /** What Undo would take back, where there is something, and the version it is of. */
  readonly undo?: { readonly of: Undoable; readonly action: string; readonly version: number } | undefined
}

/** What can be done: the likeliest first, the rest in groups, and why what can't be done can't. */
export function ActionMenu({ base, actions, id, undo }: ActionMenuProps) {
  const primary = actions.find((action) => action.primary && action.obstacles.length === 0)
  const rest = actions.filter((action) => action !== primary)
  const groups = [...new Set(rest.map(({ group }) => group))]
  return (
    <div class="action-menu">
      {primary && (
        <Link class="btn primary" id={`${id}-${primary.event}`} to={`${base}/${primary.event}`} dialog>
          {primary.label}
        </Link>
      )}
      {(rest.length > 0 || undo) && (
        <details>
          <summary class="btn">Actions</summary>
          <div class="panel">
            {groups.map((group) => (
              <section key={group}>
                <h3>{group}</h3>
                <ul>
                  {rest
                    .filter((action) => action.group === group)
                    .map((action) => (
                      <Entry key={action.event} base={base} action={action} id={id} />
                    ))}
                </ul>
              </section>
            ))}
            {undo && <Undo {...undo} id={id} />}
          </div>
        </details>
      )}
    </div>
  )
}

interface UndoProps extends NonNullable<ActionMenuProps['undo']> {
  readonly id: string
}

/** Takes the last action back, or says why that is too late. */
function Undo({ of: { label, obstacle }, action, version, id }: UndoProps) {
  const why = `${id}-undo-why`
  return (
    <section>
      <h3>Undo</h3>
      <form method="post" action={action}>
        <CsrfField />
        <input type="hidden" name="version" value={version} />
        <button
          type="submit"
          class="btn"
          id={`${id}-undo`}
          disabled={obstacle !== undefined}
          aria-describedby={obstacle === undefined ? undefined : why}
        >
          Undo “{label}”
        </button>
      </form>
      {obstacle !== undefined && (
        <span class="hint" id={why}>
          {obstacle}
        </span>
      )}
    </section>
  )
}

interface EntryProps {
  readonly base: string
  readonly action: Action
  readonly id: string
}

function Entry({ base, action: { event, label, obstacles }, id }: EntryProps) {
  if (obstacles.length === 0)
    return (
      <li>
        <Link id={`${id}-${event}`} to={`${base}/${event}`} dialog>
          {label}
        </Link>
      </li>
    )
  const why = `${id}-${event}-why`
  return (
    <li>
      <button type="button" class="btn" disabled aria-describedby={why}>
        {label}
      </button>
      <span class="hint" id={why}>
        {obstacles.join('; ')}
      </span>
    </li>
  )
}
