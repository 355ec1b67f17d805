import type { RequestHandler } from 'express'
import { z } from 'zod'
import { branches, removeBranchCalendar, saveBranchCalendar } from '../../../../catalogue/index.ts'
import { type CalendarInUse, calendarInUse } from '../../../../circulation/index.ts'
import { Calendar, readDates, writeDates } from '../../../../kit/calendar/index.ts'
import { Problem } from '../../../../problems.ts'
import { type Complaints, complaintsOf } from '../../../complaints.ts'
import type { Door } from '../../../door.ts'
import { type Exchange, formFields, parse, route } from '../../../route.ts'
import { sendPage } from '../../../send-page.ts'
import { CalendarForm, type CalendarTexts } from './form.tsx'

const BranchAddress = z.object({ branch: z.string().min(1).max(64).optional() })

const Sent = z.object({
  version: z.coerce.number().int().min(0).catch(0),
  timeZone: z.string().max(100).default(''),
  open: z.array(z.string().max(1)).max(7),
  closedDates: z.string().max(60_000).default(''),
})

/** The calendar of a branch, or of the house. */
export const calendarPage = (door: Door): RequestHandler =>
  route(BranchAddress, async ({ branch }, exchange) => {
    const inUse = await calendarInUse(door.database.db, door.circulation, branch)
    const { timeZone, closedWeekdays, closedDates } = inUse.calendar
    const texts = {
      timeZone,
      open: [1, 2, 3, 4, 5, 6, 7].filter((day) => !closedWeekdays.includes(day)).map(String),
      closedDates: writeDates(closedDates, '\n'),
    }
    await show(door, exchange, branch, { inUse, texts })
  })

interface Shown {
  readonly inUse: CalendarInUse
  readonly texts: CalendarTexts
  readonly complaints?: Complaints
  readonly refusal?: string
}

async function show(door: Door, { res }: Exchange, branch: string | undefined, shown: Shown, status = 200) {
  const label = await nameOf(door, branch)
  sendPage(res, <CalendarForm {...{ door, branch, label, ...shown }} />, status)
}

/** @throws Problem not-found */
async function nameOf(door: Door, branch: string | undefined): Promise<string> {
  if (branch === undefined) return 'The house'
  const found = (await branches(door.database.db)).find(({ code }) => code === branch)
  if (!found) throw new Problem('not-found', { what: 'branch' })
  return found.label
}

/** Saves it, as one of its own. */
export const saveCalendarAct = (door: Door): RequestHandler =>
  route(BranchAddress, async ({ branch }, exchange) => {
    const { version, ...texts } = parse(Sent, formFields(exchange.req, Sent))
    const inUse = await calendarInUse(door.database.db, door.circulation, branch)
    const judged = calendarOfTexts(texts)
    if ('complaints' in judged) return await show(door, exchange, branch, { inUse, texts, ...judged }, 400)
    try {
      await door.database.tx((tx) =>
        saveBranchCalendar(tx, branch ?? null, version, judged.calendar, exchange.visitor.actor),
      )
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'version-conflict') throw error
      return await show(door, exchange, branch, { inUse, texts, refusal: error.message }, error.status)
    }
    exchange.res.redirect(303, '/admin/calendars?done=saved')
  })

function calendarOfTexts({ timeZone, open, closedDates }: CalendarTexts) {
  const read = readDates(closedDates)
  if ('wrong' in read) return { complaints: { closedDates: `“${read.wrong}” is no date such as 2027-12-31.` } }
  const closedWeekdays = [1, 2, 3, 4, 5, 6, 7].filter((day) => !open.includes(String(day)))
  if (closedWeekdays.length === 7) return { complaints: { open: 'Tick a day on which it is open.' } }
  const parsed = Calendar.safeParse({ timeZone: timeZone.trim(), closedWeekdays, closedDates: read.dates })
  return parsed.success ? { calendar: parsed.data } : { complaints: complaintsOf(parsed.error) }
}

/** Takes the calendar of a branch away: the house's holds again. */
export const removeCalendarAct = (door: Door): RequestHandler =>
  route(BranchAddress.required(), async ({ branch }, { res, visitor }) => {
    await door.database.tx((tx) => removeBranchCalendar(tx, branch, visitor.actor))
    res.redirect(303, '/admin/calendars?done=removed')
  })
