import { type Difference, diffRecords, full } from '../../../bib/index.ts'
import type { Bib } from '../../../catalogue/index.ts'
import { flavourNames, type MarcRecord } from '../../../standards/marc/index.ts'
import type { CheckedText } from '../../check-text.ts'
import { Differences } from '../../components/differences.tsx'
import { TextField } from '../../components/field.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { RecordHeading } from '../../components/record-heading.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { bibHref } from '../../our-address.ts'
import { like } from '../catalogue/bib.tsx'
import { Details } from '../details.tsx'
import { EditorText, Findings } from './editor-text.tsx'

interface Conflict {
  /** The version that was opened. */
  readonly seen: number
  /** What somebody else changed since, and what saving this text would change now. */
  readonly theirs: readonly Difference[]
  readonly mine?: readonly Difference[]
}

interface EditPageProps {
  readonly door: Door
  readonly bib: Bib
  readonly text: string
  readonly reason: string
  readonly checked: CheckedText
  /** What the text would become. */
  readonly preview?: MarcRecord
  readonly conflict?: Conflict
}

/** A record as text, what is wrong with it line by line, and on demand what it will look like. */
export function EditPage({ door, bib, text, reason, checked, preview, conflict }: EditPageProps) {
  const before = full(bib.record, bib.flavour)
  const { title } = before.brief
  return (
    <Layout door={door} title="Edit the MARC record" scripts={['editor.js']} skips={[['text', 'Skip to the record']]}>
      <nav class="bar" aria-label="Back">
        <Link to={bibHref(bib.id)}>‹ The record</Link>
      </nav>
      <h1>Edit the MARC record</h1>
      <p class="hint">
        <Words text={title.script ?? title.text} most={200} /> · record {bib.id}, version {bib.version},{' '}
        {flavourNames[bib.flavour]}
      </p>
      {conflict && <ConflictNote bib={bib} conflict={conflict} />}
      <form method="post" action={bibHref(bib.id, '/edit')} class="editor" data-flavour={bib.flavour}>
        <CsrfField />
        <input type="hidden" name="version" value={bib.version} />
        <EditorText text={text} findings={checked.findings} />
        <Findings findings={checked.findings} />
        <TextField
          id="reason"
          label="What you changed"
          hint="For the record’s history. May be left empty."
          value={reason}
          maxLength={500}
        />
        <div class="acts">
          <button type="submit" name="act" value="save" class="btn primary">
            {conflict ? `Save mine over version ${bib.version}` : 'Save'}
          </button>
          <button type="submit" name="act" value="preview" class="btn">
            Preview
          </button>
          <Link class="btn" to={bibHref(bib.id)}>
            Leave without saving
          </Link>
        </div>
      </form>
      {preview && <Preview {...{ bib, preview }} />}
    </Layout>
  )
}

function ConflictNote({ bib, conflict }: { readonly bib: Bib; readonly conflict: Conflict }) {
  return (
    <section class="panel conflict" aria-labelledby="conflict">
      <div role="alert">
        <Note tone="bad">
          <h2 id="conflict">Somebody changed this record while you were editing</h2>
          <p>
            <Words text={bib.changedBy.name} most={80} /> made version {bib.version} of it; you opened version{' '}
            {conflict.seen}. What you typed is still here. Take their changes into your text where you want to keep
            them, then save.
          </p>
        </Note>
      </div>
      <details open>
        <summary>What they changed</summary>
        <Differences
          differences={conflict.theirs}
          before={`Version ${conflict.seen}`}
          after={`Version ${bib.version}`}
        />
      </details>
      {conflict.mine && (
        <details open>
          <summary>What saving your text would change now</summary>
          <Differences differences={conflict.mine} before={`Version ${bib.version}`} after="Your text" />
        </details>
      )}
    </section>
  )
}

/** The labelled display as it will look, and what will have changed. */
function Preview({ bib, preview }: { readonly bib: Bib; readonly preview: MarcRecord }) {
  const shown = full(preview, bib.flavour)
  return (
    <section class="preview" aria-labelledby="preview">
      <h2 id="preview" tabIndex={-1}>
        Preview: not saved yet
      </h2>
      <div class="panel">
        <RecordHeading brief={shown.brief} as="h3" />
        <Details full={shown} like={like} />
      </div>
      <div class="panel">
        <h3>What will have changed</h3>
        <Differences
          differences={diffRecords(bib.record, preview)}
          before={`Version ${bib.version}`}
          after="Your text"
        />
      </div>
    </section>
  )
}
