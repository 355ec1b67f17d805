import type { FieldName } from '../../standards/query/index.ts'
import { fieldLabels } from '../address.ts'
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
  'lccn',
  'controlNumber',
]

/** The search page of staff: every field at hand, our catalogue and other libraries alike. */
export function Enquiry({ door, address, chosen, complaint }: HomeProps) {
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
        <p class="hint">
          Everything you fill in must match. Our own catalogue answers first; other libraries on their tab.
        </p>
        {complaint && (
          <div role="alert" id="complaint">
            <Note tone="bad">{complaint}</Note>
          </div>
        )}
        <search>
          <form action={formAction(address)}>
            {address.where === 'others' && <input type="hidden" name="where" value="others" />}
            <div class="panel">
              <div class="grid">
                <EnquiryField name="q" label="Keyword" value={typedIn('any')} />
                {staffFields.map((field) => (
                  <EnquiryField key={field} name={field} label={fieldLabels[field]} value={typedIn(field)} />
                ))}
              </div>
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
