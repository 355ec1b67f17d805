import { fieldsOf, kindOf, type MessageKind, type Preset } from '../../../messages/index.ts'
import type { Complaints } from '../../complaints.ts'
import { LinesField, TextField } from '../../components/field.tsx'
import { Link } from '../../components/link.tsx'
import { MoveButton } from '../../components/move-button.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { AdminLayout } from '../admin/admin-layout.tsx'

const doneWords = { saved: 'Saved.', added: 'Added.', removed: 'Removed.' } as const

export interface TypedNote {
  readonly label: string
  readonly text: string
}

interface NotesPageProps {
  readonly door: Door
  readonly kind: MessageKind
  readonly presets: readonly Preset[]
  readonly done: keyof typeof doneWords | undefined
  readonly refusal?: string
  readonly typed?: TypedNote
  readonly complaints?: Complaints
}

export function NotesPage({ door, kind, presets, done, refusal, typed, complaints = {} }: NotesPageProps) {
  const { label, when } = kindOf(kind)
  const action = `/admin/notes/${kind}`
  const names = [...fieldsOf(kind).keys()].filter((name) => name !== 'note')
  return (
    <AdminLayout
      door={door}
      title={`Notes: ${label}`}
      part="/admin/notes"
      notice={done && doneWords[done]}
      refusal={refusal}
    >
      <nav class="way-back" aria-label="Back">
        <Link to="/admin/notes">‹ Preset notes</Link>
      </nav>
      <h1>Notes: {label}</h1>
      <p class="hint">{when}</p>
      {presets.length === 0 ? (
        <p class="panel">There is no note yet. Add the first below.</p>
      ) : (
        <form method="post" action={action} class="panel notes">
          <CsrfField />
          {/* The first button is the one that Enter presses. */}
          <button type="submit" class="hidden" tabIndex={-1} aria-hidden="true">
            Save
          </button>
          {presets.map((preset, n) => (
            <Row key={preset.id} preset={preset} kind={kind} first={n === 0} last={n === presets.length - 1} />
          ))}
          <div class="acts">
            <button type="submit" class="btn primary">
              Save
            </button>
          </div>
        </form>
      )}
      <form method="post" action={`${action}/add`} class="panel stacked addition">
        <CsrfField />
        <h2>Add a note</h2>
        <TextField
          id="label"
          label="Name"
          hint="What staff choose it by."
          value={typed?.label}
          complaint={complaints['label']}
          maxLength={80}
          autocomplete="off"
        />
        <LinesField
          id="text"
          label="Note"
          hint={`It may name ${names.map((name) => `{${name}}`).join(', ')}.`}
          value={typed?.text}
          complaint={complaints['text']}
          rows={4}
          maxLength={5000}
        />
        <div class="acts">
          <button type="submit" class="btn">
            Add
          </button>
        </div>
      </form>
    </AdminLayout>
  )
}

interface RowProps {
  readonly preset: Preset
  readonly kind: MessageKind
  readonly first: boolean
  readonly last: boolean
}

function Row({ preset: { id, label, text, active }, kind, first, last }: RowProps) {
  return (
    <fieldset>
      <legend class="hidden">{label}</legend>
      <input type="hidden" name="id" value={id} />
      <div class="bar flat">
        <input name="label" value={label} maxLength={80} required aria-label={`Name of ${label}`} autocomplete="off" />
        <label class="check">
          <input type="checkbox" name="active" value={id} checked={active} />
          <span>On offer</span>
        </label>
        <MoveButton way="up" id={id} label={label} off={first} />
        <MoveButton way="down" id={id} label={label} off={last} />
        <button type="submit" class="quiet" formAction={`/admin/notes/${kind}/${id}/remove`}>
          Remove<span class="hidden"> {label}</span>
        </button>
      </div>
      <textarea
        name="text"
        rows={Math.max(2, text.split('\n').length)}
        maxLength={5000}
        aria-label={`Text of ${label}`}
      >
        {`\n${text}`}
      </textarea>
    </fieldset>
  )
}
