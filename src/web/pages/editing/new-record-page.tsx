import { type Format, formats, languages } from '../../../bib/index.ts'
import type { CatalogueMatch } from '../../../catalogue/index.ts'
import type { Complaints } from '../../complaints.ts'
import { Field, LinesField, TextField } from '../../components/field.tsx'
import { formatWords } from '../../components/format.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { bibHref } from '../../our-address.ts'
import type { TypedRecord } from './new-record-form.ts'

interface NewRecordPageProps {
  readonly door: Door
  readonly typed: TypedRecord
  readonly complaints: Complaints
  /** Records of ours that may be the one. */
  readonly twins: readonly CatalogueMatch[]
}

/** The short form of a new record. */
export function NewRecordPage({ door, typed, complaints, twins }: NewRecordPageProps) {
  const wrong = Object.keys(complaints).length
  const text = (id: keyof TypedRecord, label: string, hint?: string) => (
    <TextField id={id} label={label} hint={hint} value={typed[id]} complaint={complaints[id]} maxLength={1000} />
  )
  const lines = (id: keyof TypedRecord, label: string, hint: string, rows: number) => (
    <LinesField {...{ id, label, hint, rows }} value={typed[id]} complaint={complaints[id]} />
  )
  return (
    <Layout door={door} title="New record" dialog="in-hand">
      <h1>New record</h1>
      <p class="hint">
        A brief record of something that is not catalogued yet: only the title is needed. The rest can be added in the
        MARC editor, or laid over from another library later.
      </p>
      {wrong > 0 && (
        <div role="alert">
          <Note tone="bad">{wrong === 1 ? 'One field needs' : `${wrong} fields need`} another look.</Note>
        </div>
      )}
      {twins.length > 0 && <Twins twins={twins} />}
      <form method="post" action="/catalogue/new" class="panel brief-form">
        <CsrfField />
        <div class="wide">{text('title', 'Title', 'With the subtitle behind a colon: “Solaris : a novel”.')}</div>
        {text('author', 'Author', '“Lem, Stanisław” or “Stanisław Lem”.')}
        <Field id="authorKind" label="The author is">
          <select id="authorKind" name="authorKind">
            <option value="person" selected={typed.authorKind !== 'body'}>
              a person
            </option>
            <option value="body" selected={typed.authorKind === 'body'}>
              an organisation
            </option>
          </select>
        </Field>
        {text('edition', 'Edition')}
        {text('year', 'Year', 'Four digits.')}
        {text('publisher', 'Publisher')}
        {text('place', 'Place of publication')}
        <Field id="format" label="Format">
          <select id="format" name="format">
            {formats.map((format: Format) => (
              <option key={format} value={format} selected={typed.format === format}>
                {formatWords({ format })}
              </option>
            ))}
          </select>
        </Field>
        <Field id="language" label="Language" complaint={complaints['language']}>
          <select
            id="language"
            name="language"
            aria-describedby={complaints['language'] && 'language-wrong'}
            aria-invalid={complaints['language'] ? 'true' : undefined}
          >
            <option value="">not said</option>
            {languages.map(([code, name]) => (
              <option key={code} value={code} selected={typed.language === code}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        {lines('isbns', 'ISBN', 'One a line, of every binding: “9780306406157 (pbk.)”.', 2)}
        {lines('issns', 'ISSN', 'One a line.', 2)}
        {lines('subjects', 'Subjects', 'One a line, in your own words.', 3)}
        {lines('notes', 'Notes', 'One a line.', 3)}
        <div class="acts wide">
          {twins.length > 0 ? (
            <button type="submit" name="anyway" value="1" class="btn">
              Create another record all the same
            </button>
          ) : (
            <button type="submit" class="btn primary">
              Create the record
            </button>
          )}
        </div>
      </form>
    </Layout>
  )
}

const Twins = ({ twins }: { readonly twins: readonly CatalogueMatch[] }) => (
  <section role="alert">
    <Note tone="wait">
      <h2>We may have this already</h2>
      <ul>
        {twins.map(({ bib, brief }) => (
          <li key={bib.id}>
            <Link to={bibHref(bib.id)}>
              <Words text={brief.title.script ?? brief.title.text} most={200} />
            </Link>
            {brief.author && (
              <>
                , <Words text={brief.author.text} most={120} />
              </>
            )}
            {brief.year !== undefined && `, ${brief.year}`}
            {bib.state === 'suppressed' && ' (suppressed)'}
          </li>
        ))}
      </ul>
    </Note>
  </section>
)
