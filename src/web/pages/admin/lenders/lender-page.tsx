import { type Acquaintance, type Lender, lenderTableColumns } from '../../../../ill/index.ts'
import type { Complaints } from '../../../complaints.ts'
import { Check, SelectField } from '../../../components/choice.tsx'
import { LinesField, TextField } from '../../../components/field.tsx'
import { Link } from '../../../components/link.tsx'
import { CsrfField } from '../../../components/visit.tsx'
import type { Door } from '../../../door.ts'
import { AdminLayout } from '../admin-layout.tsx'
import { FormSection } from '../form-section.tsx'
import { OneTimeText } from '../one-time-text.tsx'
import { AcquaintancePanel, type HeaderForm } from './acquaintance.tsx'
import { type Field, sections, settings } from './settings.ts'

export type Texts = Readonly<Record<string, string>>
/** Fields that are ticked, of which nothing is sent where they are not. */
export const ticked: readonly string[] = lenderTableColumns.flatMap(({ field }) =>
  settings[field].kind === 'check' ? [field] : [],
)

export interface LenderPageProps {
  readonly door: Door
  /** None for one that is to be added. */
  readonly lender?: Lender | undefined
  readonly texts: Texts
  readonly complaints?: Complaints
  readonly refusal?: string | undefined
  readonly notice?: string | undefined
  /** Of a lender there is. */
  readonly acquaintance?: Acquaintance | undefined
  /** Just made, shown this once. */
  readonly token?: string | undefined
  readonly header?: HeaderForm | undefined
}

/** A lender, or the form of a new one. */
export function LenderPage({ door, lender, texts, complaints = {}, ...more }: LenderPageProps) {
  const { refusal, notice, acquaintance, token, header } = more
  const title = lender?.name ?? 'Add a lender'
  const wrong = Object.keys(complaints).length
  const why =
    refusal ??
    (wrong > 0
      ? `Nothing was saved: ${wrong === 1 ? 'one field is' : `${wrong} fields are`} to be put right.`
      : undefined)
  return (
    <AdminLayout door={door} title={title} part="/admin/lenders" notice={notice} refusal={why}>
      <p class="way-back">
        <Link to="/admin/lenders">‹ Lenders</Link>
      </p>
      <h1>{title}</h1>
      {token && (
        <OneTimeText text={token} is="token">
          What this library’s system has to show us with each message, as “Authorization: Bearer …”. It is shown only
          now.
        </OneTimeText>
      )}
      <form
        method="post"
        action={lender ? `/admin/lenders/${lender.id}` : '/admin/lenders'}
        class="panel stacked sections"
      >
        <CsrfField />
        {lender && <input type="hidden" name="version" value={lender.version} />}
        {sections.map(({ title, about, fields }) => (
          <FormSection key={title} title={title} about={about}>
            {fields.map((field) => (
              <Control key={field} field={field} value={texts[field] ?? ''} complaint={complaints[field]} />
            ))}
          </FormSection>
        ))}
        <button type="submit" class="btn primary">
          {lender ? 'Save' : 'Add the lender'}
        </button>
      </form>
      {lender && acquaintance && <AcquaintancePanel {...{ door, lender, acquaintance, header }} />}
    </AdminLayout>
  )
}

interface ControlProps {
  readonly field: Field
  readonly value: string
  readonly complaint: string | undefined
}

/** The control of a field. */
function Control({ field, value, complaint }: ControlProps) {
  const { label, hint, ...setting } = settings[field]
  const common = { id: field, label, value, complaint, ...(hint && { hint }) }
  switch (setting.kind) {
    case 'choice':
      return <SelectField {...common} options={setting.options} />
    case 'check':
      return <Check name={field} value="yes" checked={value === 'yes'} words={label} {...(hint && { hint })} />
    case 'lines':
      return <LinesField {...common} rows={Math.max(2, value.split('\n').length)} />
    case 'date':
      return <TextField {...common} type="date" />
    case 'number':
      return <TextField {...common} autocomplete="off" inputMode="numeric" />
    default:
      return <TextField {...common} autocomplete="off" />
  }
}
