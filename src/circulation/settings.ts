import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Calendar } from '../kit/calendar/index.ts'
import { readConfig } from '../kit/index.ts'

const code = z.string().min(1).max(64)
const count = z.int().min(0).max(10_000)
const days = z.int().min(0).max(3650)

/** How long an item is lent. What a rule does not name, it takes any of. */
const LoanRule = z.strictObject({
  /** Conditions: codes of the item, group of the patron. */
  status: code.optional(),
  collection: code.optional(),
  location: code.optional(),
  branch: code.optional(),
  group: code.optional(),
  /** Days until it is due; 0 where it is not lent. */
  days,
  renewals: count.default(0),
})
export type LoanRule = z.output<typeof LoanRule>

const Limits = z.strictObject({
  label: z.string().min(1).max(80).optional(),
  /** How many a patron may have at once. */
  loans: count,
  reservations: count,
  /** With as many overdue, nothing more is lent. */
  overdue: count.min(1).optional(),
})
export type PatronLimits = z.output<typeof Limits>

/** The whole of `circulation.yaml`. */
export const CirculationFile = z
  .strictObject({
    calendar: Calendar.prefault({ timeZone: 'UTC', closedWeekdays: [], closedDates: [] }),
    /** Calendars of branches that have one of their own. */
    calendars: z.record(code, Calendar).default({}),
    /** The first one that fits decides; an item that none fits is not lent. */
    loans: z
      .array(LoanRule)
      .min(1)
      .max(1000)
      .default([
        { status: 'reference', days: 0, renewals: 0 },
        { status: 'ill', days: 28, renewals: 2 },
        { days: 28, renewals: 2 },
      ]),
    patrons: z
      .strictObject({ limits: Limits, groups: z.record(code, Limits).default({}) })
      .prefault({ limits: { loans: 30, reservations: 20 } }),
    reservations: z
      .strictObject({
        /** Open days something waits on the pickup shelf. */
        pickupDays: days.min(1).default(7),
      })
      .prefault({}),
    /** What the status of an item becomes that is checked in. */
    onCheckIn: z.record(code, code).default({ 'on-loan': 'available', missing: 'available' }),
    overdue: z
      .strictObject({
        /** Days after the due date at which a notice is sent: the first, the second and so on. */
        notices: z.array(days.min(1)).max(10).default([1, 8, 15]),
        /** Days before the due date from which on a reader is reminded of it; 0 where nobody is. */
        remindBefore: z.int().min(0).max(60).default(3),
      })
      .prefault({}),
    /** What readers are told by itself. */
    notices: z
      .strictObject({
        /** That something stands on the pickup shelf. */
        pickup: z.boolean().default(true),
        /** That it stood there in vain. */
        pickupExpired: z.boolean().default(true),
        /** That a lender wants something back earlier than they were told. */
        recalled: z.boolean().default(true),
        /** From this hour on, by the clock of the branch, reminders and overdue notices go out. */
        hour: z.int().min(0).max(23).default(8),
      })
      .prefault({}),
    /** Days after which nobody knows any more who had what came back; never if not given. */
    anonymiseAfterDays: z.int().min(1).max(3650).optional(),
    ill: z
      .strictObject({
        /** Accession numbers of items that get the next one. */
        accession: z
          .strictObject({ prefix: z.string().max(20).default('ILL-'), digits: z.int().min(1).max(15).default(6) })
          .prefault({}),
        /** Days before the lender's due date that the patron's is. */
        daysBeforeLender: days.default(3),
      })
      .prefault({}),
  })
  .refine(({ overdue: { notices } }) => notices.every((day, n) => n === 0 || day > notices[n - 1]!), {
    path: ['overdue', 'notices'],
    message: 'must rise from one to the next',
  })
export interface CirculationSettings extends Omit<z.output<typeof CirculationFile>, 'calendar' | 'calendars'> {
  readonly calendar: Calendar
  readonly calendars: Readonly<Record<string, Calendar>>
}

/** What holds without a file. */
export const defaultCirculation: CirculationSettings = CirculationFile.parse({})

/**
 * The lending rules of the configuration folder: the defaults when it has no `circulation.yaml`.
 * @throws Problem config-invalid, config-missing
 */
export async function circulationSettings(config: string): Promise<CirculationSettings> {
  const file = join(config, 'circulation.yaml')
  return existsSync(file) ? await readConfig(file, CirculationFile) : defaultCirculation
}

/** The calendar of a branch. */
export const calendarOf = ({ calendars, calendar }: CirculationSettings, branch: string): Calendar =>
  (Object.hasOwn(calendars, branch) ? calendars[branch] : undefined) ?? calendar
