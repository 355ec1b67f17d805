import type { FieldName } from '../../standards/query/index.ts'
import { fieldLabels } from '../address.ts'
import { EnquiryTabs } from '../components/enquiry-tabs.tsx'
import { Layout } from '../components/layout.tsx'
import { LibraryPicker } from '../components/library-picker.tsx'
import { Note } from '../components/note.tsx'
import { formAction } from '../components/search-form.tsx'
import type { HomeProps } from './home-props.ts'

/** Staff's fields, in staff's order: what is scanned or known for sure comes first. */
const staffFields: readonly Exclude<FieldName, 'any'>[] = [
  'isbn',
  'issn',
  'title',
  'author',
  'subject',
  'publisher',
  'year',
  'dewey',
  'lccn',
  'controlNumber',
]

/** The search page of staff: every field at hand, our catalogue and other libraries alike. */
export function Enquiry({ door, address, chosen, complaint, wrongAt }: HomeProps) {
  const libraries = door.service.targets('enquiry')
  const choosing = (address.all ?? address.none ?? address.choose) !== undefined
  // Words of one field may stand in the OPAC's box: here they stand in their own.
  const typedIn = (field: FieldName) => {
    const boxed = address.in === field ? address.q : ''
    return `${boxed} ${field === 'any' ? '' : address[field]}`.trim()
  }
  return (
    <Layout door={door} title="Enquiry" scripts={['libraries.js']}>
      <div class="enquiry">
        <h1>Enquiry</h1>
        <EnquiryTabs current="/enquiry" />
        <p class="hint">
          Everything you fill in must match. A star stands for any letters, a question mark inside a word for one:
          gard*, wom?n. Years may be a span: 1969-1975. Our own catalogue answers first; other libraries on their tab.
        </p>
        {complaint && (
          <div role="alert" id="complaint">
            <Note tone="bad">
              {complaint}
              {wrongAt !== undefined && <Marked text={address.written} at={wrongAt} />}
            </Note>
          </div>
        )}
        <search>
          <form action={formAction(address)}>
            {address.where === 'others' && <input type="hidden" name="where" value="others" />}
            {/* Enter in a field searches: without this it would press the first button, "All" of the first category. */}
            <button type="submit" class="hidden" tabIndex={-1} aria-hidden="true">
              Search
            </button>
            <div class="panel">
              <div class="grid">
                <EnquiryField name="q" label="Keyword" value={typedIn('any')} />
                {staffFields.map((field) => (
                  <EnquiryField key={field} name={field} label={fieldLabels[field]} value={typedIn(field)} />
                ))}
              </div>
              <Written address={address} />
              {libraries.length > 0 && (
                <LibraryPicker libraries={libraries} chosen={chosen} open={choosing} page="/enquiry" />
              )}
              <button type="submit" class="btn primary">
                Search
              </button>
            </div>
          </form>
        </search>
      </div>
    </Layout>
  )
}

interface EnquiryFieldProps {
  readonly name: string
  readonly label: string
  readonly value: string
}

const EnquiryField = ({ name, label, value }: EnquiryFieldProps) => (
  <label>
    {label}
    <input name={name} value={value} maxLength={1000} autocomplete="off" />
  </label>
)

/** Where somebody writes the query themselves. */
const Written = ({ address }: Pick<HomeProps, 'address'>) => (
  <details class="written" open={address.written !== ''}>
    <summary>Write the query yourself</summary>
    <label>
      Query, in place of the fields above
      <textarea name="written" rows={3} maxLength={4000} spellcheck={false} autocomplete="off" autocapitalize="off">
        {address.written}
      </textarea>
    </label>
    <fieldset>
      <legend>It is written in</legend>
      <label class="check">
        <input type="radio" name="notation" value="cql" checked={address.notation === 'cql'} />
        <span>
          CQL, like <code>title = "left hand" and author = guin</code>
        </span>
      </label>
      <label class="check">
        <input type="radio" name="notation" value="pqf" checked={address.notation === 'pqf'} />
        <span>
          prefix notation (PQF), like <code>@and @attr 1=4 hand @attr 1=1003 guin</code>
        </span>
      </label>
    </fieldset>
  </details>
)

/** Characters shown on each side of a fault. */
const around = 60

/**
 * A query with the character marked at which it cannot be read.
 * @param at its offset
 */
function Marked({ text, at }: { readonly text: string; readonly at: number }) {
  const before = text.slice(Math.max(0, at - around), at)
  const wrong = text.slice(at, at + 1)
  const after = text.slice(at + 1, at + 1 + around)
  return (
    <p>
      <code>
        {before}
        <mark>{wrong.trim() === '' ? '␣' : wrong}</mark>
        {after}
      </code>
    </p>
  )
}
