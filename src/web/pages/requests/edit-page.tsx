import type { Branch } from '../../../catalogue/index.ts'
import type { CitationTyped, Request } from '../../../ill/index.ts'
import type { Complaints } from '../../complaints.ts'
import { CitationFields } from '../../components/citation-fields.tsx'
import { LinesField } from '../../components/field.tsx'
import { TimeAt } from '../../components/instant.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { requestStatus } from './words.ts'

/** What stands in the form, right or wrong. */
export interface TypedDetails {
  readonly citation: CitationTyped
  readonly agreed: boolean
  readonly privateNote: string
}

interface EditPageProps {
  readonly door: Door
  readonly request: Request
  readonly typed: TypedDetails
  readonly complaints: Complaints
  /** Somebody was quicker: what was typed waits to be looked at again. */
  readonly stale: string | undefined
  readonly pickups: readonly Branch[]
  readonly formKey: string
}

/** The form of a request's details. */
export function EditPage({ door, request, typed, complaints, stale, pickups, formKey }: EditPageProps) {
  const { id, number, title, patron, placedAt, version } = request
  const base = `/requests/${id}`
  const statement = door.ill.settings.copyrightStatement
  return (
    <Layout door={door} title={`Edit ${number}`} dialog>
      <div class="form-page">
        <p class="way-back">
          <Link to={base}>
            ‹ {number} · <Words text={title} most={120} />
          </Link>
        </p>
        <h1>Edit request</h1>
        <p class="hint">
          {requestStatus(door.ill.engine, request)} · for {patron.name}, card {patron.cardNumber} · placed{' '}
          <TimeAt at={placedAt} />
        </p>
        {stale && (
          <div role="alert">
            <Note tone="wait">
              {stale}. What you typed is below: <Link to={base}>look at the request</Link>, or save yours over it.
            </Note>
          </div>
        )}
        <form method="post" action={`${base}/edit`} class="panel stacked">
          <CsrfField />
          <input type="hidden" name="version" value={version} />
          <input type="hidden" name="key" value={formKey} />
          <CitationFields typed={typed.citation} complaints={complaints} pickups={pickups} />
          {statement && (
            <label class="check">
              <input type="checkbox" name="agreed" value="1" checked={typed.agreed} />
              <span>For a copy, the borrower agrees: {statement}</span>
            </label>
          )}
          <LinesField
            id="privateNote"
            label="Staff notes"
            hint="Kept in the history; the borrower does not see them."
            value={typed.privateNote}
            complaint={complaints['privateNote']}
            rows={2}
            maxLength={2000}
          />
          <div class="acts">
            <button type="submit" class="btn primary">
              Save &amp; Close
            </button>
            <Link class="btn" to={base} close>
              Cancel
            </Link>
          </div>
        </form>
      </div>
    </Layout>
  )
}
