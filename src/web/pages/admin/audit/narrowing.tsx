import { SelectField } from '../../../components/choice.tsx'
import { TextField } from '../../../components/field.tsx'
import { Link } from '../../../components/link.tsx'
import { type AuditAddress, auditHref } from './address.ts'
import { kindWords } from './words.ts'

interface NarrowingProps {
  readonly address: AuditAddress
  readonly kinds: readonly string[]
}

/** The filters of the audit trail. */
export function Narrowing({ address, kinds }: NarrowingProps) {
  const { who, kind, subject, from, to, text } = address
  const options = [['', 'Anything'], ...kinds.map((one) => [one, kindWords[one] ?? one] as const)] as const
  return (
    <search>
      <form action="/admin/audit" class="panel stacked">
        <div class="fields">
          <TextField id="who" label="Who" value={who} maxLength={200} autocomplete="off" />
          <SelectField id="kind" label="About" options={options} value={kind} />
          {subject && <TextField id="subject" label="Its number" value={subject} maxLength={200} autocomplete="off" />}
          <TextField id="from" label="From" type="date" value={from} />
          <TextField id="to" label="To" type="date" value={to} />
          <TextField id="text" label="Words" type="search" value={text} maxLength={200} autocomplete="off" />
        </div>
        <div class="acts">
          <button type="submit" class="btn primary">
            Find
          </button>
          <Link class="btn" to={auditHref({ ...address, before: undefined }, '/admin/audit/file')}>
            Download as CSV
          </Link>
          {(who || kind || subject || from || to || text) && (
            <Link class="btn" to="/admin/audit">
              Clear
            </Link>
          )}
        </div>
      </form>
    </search>
  )
}
