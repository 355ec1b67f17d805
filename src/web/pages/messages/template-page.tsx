import {
  fieldOf,
  fieldsOf,
  kindOf,
  type MessageKind,
  type recentFields,
  type Template,
  type TemplateComplaint,
  type TemplateText,
} from '../../../messages/index.ts'
import { SelectField } from '../../components/choice.tsx'
import { LinesField, TextField } from '../../components/field.tsx'
import { Link } from '../../components/link.tsx'
import { Moment } from '../../components/moment.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { AdminLayout } from '../admin/admin-layout.tsx'
import { languageName, templateHref } from './template-address.ts'

/** What stands in the form. */
export interface Typed {
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The version it was made from. */
  readonly seen: number
  readonly data: string
  readonly address: string
}

interface TemplatePageProps {
  readonly door: Door
  readonly kind: MessageKind
  readonly language: string
  readonly form: Typed
  readonly versions: readonly Template[]
  readonly recent: Awaited<ReturnType<typeof recentFields>>
  readonly preview: TemplateText | undefined
  readonly complaints?: readonly TemplateComplaint[]
  readonly notice?: string | undefined
  readonly refusal?: string
  readonly wrongAddress?: string
  readonly test?: number
}

const partWords = { subject: 'Subject', text: 'Text', html: 'HTML' } as const

export function TemplatePage(props: TemplatePageProps) {
  const { door, kind, language, form, recent, preview, complaints = [], notice, refusal, wrongAddress, test } = props
  const { label, when } = kindOf(kind)
  const of = (part: TemplateComplaint['part']) =>
    complaints
      .filter((complaint) => complaint.part === part)
      .map(({ line, detail }) => `Line ${line}: ${detail}.`)
      .join(' ') || undefined
  return (
    <AdminLayout
      door={door}
      title={`${label}, ${languageName(language)}`}
      part="/admin/templates"
      notice={notice}
      refusal={refusal}
    >
      <h1>
        {label} <span class="hint">{languageName(language)}</span>
      </h1>
      <p class="hint">Sent when: {when}</p>
      {complaints.length > 0 && (
        <div role="alert">
          <Note tone="bad">
            <p>Nothing was saved. Put this right first:</p>
            <ul>
              {complaints.slice(0, 20).map(({ part, line, detail }) => (
                <li key={`${part}${line}${detail}`}>
                  <Link to={`#${part}`}>
                    {partWords[part]}, line {line}
                  </Link>
                  : {detail}
                </li>
              ))}
            </ul>
          </Note>
        </div>
      )}
      {test !== undefined && (
        <div role="status">
          <Note tone="info">
            A test is on its way to {form.address}. <Link to={`/messages/${test}`}>What becomes of it</Link>
          </Note>
        </div>
      )}
      <div class="split acting">
        <form method="post" action={templateHref(kind, language)} class="panel stacked template">
          <CsrfField />
          <input type="hidden" name="seen" value={form.seen} />
          <TextField
            id="subject"
            label="Subject"
            value={form.subject}
            complaint={of('subject')}
            maxLength={200}
            autocomplete="off"
          />
          <LinesField
            id="text"
            label="Text"
            hint="A line all of whose fields are empty is left out."
            value={form.text}
            rows={18}
            complaint={of('text')}
          />
          <details open={form.html !== '' || of('html') !== undefined}>
            <summary>HTML, if you want it</summary>
            <LinesField
              id="html"
              label="HTML"
              hint="For mail programs that show markup. Left empty, the text alone is sent."
              value={form.html}
              rows={10}
              complaint={of('html')}
            />
          </details>
          <button type="submit" name="act" value="save" class="btn primary">
            Save as a new version
          </button>
          <SelectField
            id="data"
            label="Preview with"
            options={[
              ['sample', 'Sample data'],
              ...recent.map(({ id, subject }) => [String(id), subject.slice(0, 80) || `Message ${id}`] as const),
            ]}
            value={form.data}
          />
          <button type="submit" name="act" value="preview" class="btn">
            Preview
          </button>
          <TextField
            id="address"
            label="Send a test to"
            value={form.address}
            complaint={wrongAddress}
            autocomplete="off"
            spellcheck={false}
          />
          <button type="submit" name="act" value="test" class="btn">
            Send a test
          </button>
        </form>
        <Fields kind={kind} />
      </div>
      {preview && <Preview preview={preview} />}
      <Versions {...props} />
      <OtherLanguage kind={kind} />
    </AdminLayout>
  )
}

/** What may stand in a template of the kind. */
const Fields = ({ kind }: { readonly kind: MessageKind }) => (
  <aside class="panel fields-of" aria-label="Fields">
    <h2>Fields</h2>
    <dl>
      {[...fieldsOf(kind)].map(([name, always]) => (
        <div key={name}>
          <dt>
            <code>{`{${name}}`}</code>
          </dt>
          <dd class="hint">
            {fieldOf(name).label}
            {!always && '; may be empty'}
          </dd>
        </div>
      ))}
    </dl>
    <p class="hint">
      Dates: <code>{'{dueOn, date, short}'}</code>. One of several:{' '}
      <code>{'{service, select, copy {…} other {…}}'}</code>. Where a field is empty:{' '}
      <code>{'{note, select, none {…} other {{note}}}'}</code>. Counting:{' '}
      <code>{'{daysLate, plural, one {# day} other {# days}}'}</code>.
    </p>
  </aside>
)

const Preview = ({ preview }: { readonly preview: TemplateText }) => (
  <section class="panel preview" id="preview">
    <h2>Preview</h2>
    <p>
      <b>
        <Words text={preview.subject} most={300} />
      </b>
    </p>
    <pre class="letter">{preview.text}</pre>
    {preview.html !== undefined && (
      // It may run nothing, and is nobody to our pages.
      <iframe title="The message with markup" sandbox="" srcdoc={preview.html} />
    )}
  </section>
)

const Versions = ({ kind, language, versions, form }: TemplatePageProps) => (
  <section class="panel">
    <h2>Versions</h2>
    {versions.length === 0 ? (
      <p class="hint">There is none in {languageName(language)} yet. What stands above is the nearest one.</p>
    ) : (
      <ul class="plain-list">
        {versions.map(({ version, changedAt, changedByName }) => (
          <li key={version}>
            <Link to={`${templateHref(kind, language)}?version=${version}`}>
              {version === 0 ? 'As it comes with Farshelf' : `Version ${version}`}
            </Link>
            {changedAt && (
              <span class="hint">
                {' '}
                <Moment at={changedAt} /> by <Words text={changedByName ?? ''} most={80} />
              </span>
            )}
            {version === form.seen && (
              <>
                {' '}
                <span class="badge ok">✓ in use</span>
              </>
            )}
          </li>
        ))}
      </ul>
    )}
    <p class="hint">To go back to one, open it and save it.</p>
  </section>
)

const offered = [
  'ar',
  'cs',
  'da',
  'de',
  'el',
  'en',
  'es',
  'fi',
  'fr',
  'it',
  'ja',
  'nb',
  'nl',
  'pl',
  'pt',
  'sv',
  'tr',
  'uk',
  'zh',
]

const OtherLanguage = ({ kind }: { readonly kind: MessageKind }) => (
  <nav class="panel" aria-label="Other languages">
    <h2>Other languages</h2>
    <p class="choices bar">
      {offered.map((language) => (
        <Link key={language} to={templateHref(kind, language)}>
          {languageName(language)}
        </Link>
      ))}
    </p>
  </nav>
)
