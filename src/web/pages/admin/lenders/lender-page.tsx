import {
  type Acquaintance,
  answerings,
  exchangeProfiles,
  exchangeVersions,
  type Lender,
  lenderTableColumns,
  protocols,
  settlements,
  supplies,
} from '../../../../ill/index.ts'
import type { Complaints } from '../../../complaints.ts'
import { Check, SelectField } from '../../../components/choice.tsx'
import { LinesField, TextField } from '../../../components/field.tsx'
import { Link } from '../../../components/link.tsx'
import { CsrfField } from '../../../components/visit.tsx'
import type { Door } from '../../../door.ts'
import { AdminLayout } from '../admin-layout.tsx'
import { OneTimeText } from '../one-time-text.tsx'
import { AcquaintancePanel, type HeaderForm } from './acquaintance.tsx'

export type Texts = Readonly<Record<string, string>>
export type Column = (typeof lenderTableColumns)[number]

const choices: Readonly<Record<string, readonly string[]>> = {
  protocol: protocols,
  settlement: settlements,
  profile: exchangeProfiles,
  protocolVersion: exchangeVersions,
  answering: answerings,
  gets: supplies,
}
const optionWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  answering: {
    rules: 'as the rules of the house say',
    automatic: 'by itself: as the rules say, else as the catalogue says',
    review: 'by staff alone',
    never: 'never with a loan or copy',
  },
  gets: { both: 'loans and copies', loan: 'loans', copy: 'copies' },
}
export const ticked = ['lends', 'copies', 'namesPatron', 'closed', 'lastResort', 'active']
const severalLines = ['street', 'calendar.closedDates', 'notes']

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
      <form method="post" action={lender ? `/admin/lenders/${lender.id}` : '/admin/lenders'} class="panel stacked">
        <CsrfField />
        {lender && <input type="hidden" name="version" value={lender.version} />}
        {lenderTableColumns.map((column) => (
          <Control
            key={column.field}
            column={column}
            value={texts[column.field] ?? ''}
            complaint={complaints[column.field]}
          />
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
  readonly column: Column
  readonly value: string
  readonly complaint: string | undefined
}

/** The control of a column. */
function Control({ column: { field, name, about }, value, complaint }: ControlProps) {
  const label = name.charAt(0).toUpperCase() + name.slice(1)
  const options = choices[field]
  if (options)
    return (
      <SelectField
        id={field}
        label={label}
        complaint={complaint}
        options={options.map((one) => [one, optionWords[field]?.[one] ?? one])}
        value={value}
      />
    )
  if (ticked.includes(field)) return <Check name={field} value="yes" checked={value === 'yes'} words={label} />
  const common = { id: field, label, value, complaint, ...(about && { hint: about }) }
  return severalLines.includes(field) ? (
    <LinesField {...common} rows={3} />
  ) : (
    <TextField {...common} autocomplete="off" />
  )
}
