import type { CalendarInUse } from '../../../../circulation/index.ts'
import { weekdayNames } from '../../../../kit/calendar/index.ts'
import type { Complaints } from '../../../complaints.ts'
import { Check } from '../../../components/choice.tsx'
import { LinesField, TextField } from '../../../components/field.tsx'
import { Link } from '../../../components/link.tsx'
import { CsrfField } from '../../../components/visit.tsx'
import type { Door } from '../../../door.ts'
import { AdminLayout } from '../admin-layout.tsx'
import { calendarHref } from './address.ts'

/** A calendar as its form has it. */
export interface CalendarTexts {
  readonly timeZone: string
  /** Weekdays on which it is open, 1 for Monday. */
  readonly open: readonly string[]
  readonly closedDates: string
}

interface CalendarFormProps {
  readonly door: Door
  /** None for the house's. */
  readonly branch: string | undefined
  readonly label: string
  readonly inUse: CalendarInUse
  readonly texts: CalendarTexts
  readonly complaints?: Complaints
  readonly refusal?: string
}

const without = {
  file: 'It has the calendar that circulation.yaml gives it. What is saved here goes before that.',
  house: 'It has the house’s calendar. What is saved here is its own.',
  'file-house': 'It has the calendar of the configuration. What is saved here goes before that.',
} as const

/** The form of one calendar. */
export function CalendarForm({ door, branch, label, inUse, texts, complaints = {}, refusal }: CalendarFormProps) {
  const title = `Calendar: ${label}`
  return (
    <AdminLayout door={door} title={title} part="/admin/calendars" refusal={refusal}>
      <p class="way-back">
        <Link to="/admin/calendars">‹ Calendars</Link>
      </p>
      <h1>{title}</h1>
      {inUse.source !== 'own' && <p class="hint">{without[inUse.source]}</p>}
      <form method="post" action={calendarHref(branch)} class="panel stacked">
        <CsrfField />
        <input type="hidden" name="version" value={inUse.version} />
        <fieldset class={complaints['open'] === undefined ? undefined : 'wrong'}>
          <legend>Open on</legend>
          {complaints['open'] !== undefined && (
            <p class="complaint">
              <span aria-hidden="true">✕ </span>
              {complaints['open']}
            </p>
          )}
          {weekdayNames.map((name, n) => (
            <Check
              key={name}
              name="open"
              value={String(n + 1)}
              checked={texts.open.includes(String(n + 1))}
              words={name}
            />
          ))}
        </fieldset>
        <LinesField
          id="closedDates"
          label="Closed dates"
          hint="One a line, such as 2027-05-01, or from and to: 2027-12-24/2027-12-31."
          complaint={complaints['closedDates']}
          value={texts.closedDates}
          rows={8}
          maxLength={60_000}
        />
        <TextField
          id="timeZone"
          label="Time zone"
          hint="Such as Europe/London."
          complaint={complaints['timeZone'] && 'This is no time zone: give one such as Europe/London.'}
          value={texts.timeZone}
          maxLength={100}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
        />
        <div class="acts">
          <button type="submit" class="btn primary">
            Save
          </button>
        </div>
      </form>
      {branch !== undefined && inUse.source === 'own' && (
        <form method="post" action={`/admin/calendars/remove?branch=${encodeURIComponent(branch)}`} class="panel bar">
          <CsrfField />
          <p>Without a calendar of its own it has the house’s again.</p>
          <button type="submit" class="btn">
            Take its calendar away
          </button>
        </form>
      )}
    </AdminLayout>
  )
}
