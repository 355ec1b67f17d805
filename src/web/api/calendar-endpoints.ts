import type { z } from 'zod'
import { branches, removeBranchCalendar, saveBranchCalendar } from '../../catalogue/index.ts'
import { calendarInUse } from '../../circulation/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { Door } from '../door.ts'
import type { Exchange } from '../route.ts'
import * as schemas from './calendar-schemas.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { once, sendAnswered } from './once.ts'
import { seenVersion, sendVersioned, versionedAnswer } from './versions.ts'

type Headers = z.output<typeof schemas.SaveHeaders>

const one = { status: 200, description: '`ETag` holds its version', schema: schemas.Calendar }
const now = { status: 200, description: 'The calendar as it is now', schema: schemas.Calendar }
const saving = [400, 401, 403, 404, 412, 413, 422, 428]

/** When branches are open: kept by administrators. */
export function calendarEndpoints(door: Door): readonly Endpoint[] {
  /** @throws Problem not-found */
  async function viewOf(tx: Tx, branch?: string): Promise<z.input<typeof schemas.Calendar>> {
    const found = branch === undefined ? undefined : (await branches(tx)).find(({ code }) => code === branch)
    if (branch !== undefined && !found) throw new Problem('not-found', { what: 'branch' })
    const { calendar, source, version } = await calendarInUse(tx, door.circulation, branch)
    const { timeZone, closedWeekdays, closedDates } = calendar
    return {
      ...(found && { branch: found.code }),
      ...{ label: found?.label ?? 'The house', timeZone, source, version },
      ...{ closedWeekdays: [...closedWeekdays], closedDates: [...closedDates] },
    }
  }
  async function send(exchange: Exchange, branch?: string): Promise<void> {
    const calendar = await viewOf(door.database.db, branch)
    sendVersioned(exchange, calendar.version, calendar)
  }
  async function save(
    exchange: Exchange,
    fields: z.output<typeof schemas.CalendarFields>,
    headers: Headers,
    branch?: string,
  ): Promise<void> {
    const seen = seenVersion(headers['if-match'], 'the calendar')
    const answer = await once(door, exchange, headers['idempotency-key'], async (tx) => {
      const expected = seen ?? (await viewOf(tx, branch)).version
      await saveBranchCalendar(tx, branch ?? null, expected, fields, exchange.visitor.actor).catch((error: unknown) => {
        if (error instanceof Problem && error.code === 'version-conflict')
          throw new Problem('version-stale', error.context)
        throw error
      })
      const calendar = await viewOf(tx, branch)
      return versionedAnswer(calendar.version, calendar)
    })
    sendAnswered(exchange, answer!)
  }

  return [
    endpoint({
      method: 'get',
      path: '/calendars',
      summary: 'When the house and each of its branches is open, and where that is said',
      answers: [{ status: 200, description: 'The house’s first', schema: schemas.Calendars }],
      problems: [401, 403],
      handle: async (_input, { res }) => {
        const { db } = door.database
        const calendars = [await viewOf(db)]
        for (const { code, active } of await branches(db)) if (active) calendars.push(await viewOf(db, code))
        res.json({ calendars })
      },
    }),
    endpoint({
      method: 'get',
      path: '/calendars/house',
      summary: 'When branches are open that have no calendar of their own',
      answers: [one],
      problems: [401, 403],
      handle: (_input, exchange) => send(exchange),
    }),
    endpoint({
      method: 'put',
      path: '/calendars/house',
      summary: 'Say when branches are open that have no calendar of their own',
      headers: schemas.SaveHeaders,
      body: schemas.CalendarFields,
      bodyLimit: '512kb',
      answers: [now],
      problems: saving,
      handle: ({ headers, body }, exchange) => save(exchange, body, headers),
    }),
    endpoint({
      method: 'get',
      path: '/calendars/branches/{branch}',
      summary: 'When a branch is open',
      params: schemas.BranchParams,
      answers: [one],
      problems: [400, 401, 403, 404],
      handle: ({ params }, exchange) => send(exchange, params.branch),
    }),
    endpoint({
      method: 'put',
      path: '/calendars/branches/{branch}',
      summary: 'Say when a branch is open: it has a calendar of its own from then on',
      params: schemas.BranchParams,
      headers: schemas.SaveHeaders,
      body: schemas.CalendarFields,
      bodyLimit: '512kb',
      answers: [now],
      problems: saving,
      handle: ({ params, headers, body }, exchange) => save(exchange, body, headers, params.branch),
    }),
    endpoint({
      method: 'delete',
      path: '/calendars/branches/{branch}',
      summary: 'Take a branch’s own calendar away: the house’s holds again',
      params: schemas.BranchParams,
      answers: [{ status: 204, description: 'It has none of its own' }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res, visitor }) => {
        await door.database.tx((tx) => removeBranchCalendar(tx, params.branch, visitor.actor))
        res.status(204).end()
      },
    }),
  ]
}
