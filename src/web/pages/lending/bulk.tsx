import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { type Lending, listLendings, sentToBorrower } from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import { complaintsAbout, controlsOf, saidIn } from '../../action-form.ts'
import type { Complaints } from '../../complaints.ts'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'
import { whoIs } from '../../requests.ts'
import { type Exchange, exchangeOf, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import type { Visitor } from '../../visitor.ts'
import { mostAtOnce, readRow } from '../requests/bulk/bulk-address.ts'
import { carryOut } from '../requests/bulk/carry-out.ts'
import type { Choice, Chosen, Several } from '../requests/bulk/chosen.ts'
import { ConfirmPage } from '../requests/bulk/confirm-page.tsx'
import { type Getting, InsteadForAll } from '../requests/bulk/instead.tsx'
import { ResultPage } from '../requests/bulk/result-page.tsx'
import { TickFirst } from '../requests/bulk/tick-first.tsx'
import { bulkLendingEvents } from './bulk-bar.tsx'
import { LendingListAddress, lendingListHref } from './list-address.ts'
import { lendingStatus, mayActOn, usualDueOf } from './opened.ts'

const id = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const event = z.enum(bulkLendingEvents as unknown as [string, ...string[]])
const Address = LendingListAddress.omit({ after: true, done: true }).extend({ event, id: z.array(id).max(mostAtOnce) })
const Form = z.object({
  event,
  key: z.uuid(),
  row: z.array(z.string().regex(/^\d{1,15}:\d{1,9}$/)).max(mostAtOnce),
  list: z.string().max(1000).default(''),
})

/** Asks once more, with exact counts: what can be done with which of the requests that were ticked. */
export const lendingBulkPage = (door: Door): RequestHandler =>
  route(Address, async ({ event, id: ids, ...list }, exchange) => {
    const back = lendingListHref(list)
    const choice = await choose(door, exchange.visitor, event, ids)
    if (choice.meant === 0)
      return sendPage(exchange.res, <TickFirst {...{ door, of: severalOf(back), ticked: ids.length }} />, 400)
    await confirm(door, exchange, { event, choice, back, typed: await usual(door, event, ids), complaints: {} })
  })

/** Does it, and tells what became of each. The same press again finds what the first one did. */
export const lendingBulkAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const exchange = exchangeOf(req, res)
    const { event, key, row, list } = parse(Form, formFields(req, Form))
    const back = list.startsWith('/lending/list') ? list : '/lending/list'
    const rows = row.map(readRow)
    const choice = await choose(
      door,
      exchange.visitor,
      event,
      rows.map((one) => one.id),
    )
    if (choice.meant === 0) throw new Problem('not-found', { what: 'request' })
    const spec = specOf(door, event)
    const said = saidIn(spec, (req.body ?? {}) as Readonly<Record<string, unknown>>)
    const complaints = complaintsAbout(spec, said)
    if (Object.keys(complaints).length > 0)
      return confirm(door, exchange, { event, choice, back, typed: said, complaints })
    const fates = await carryOut(door, exchange, { event, key: `page:${key}`, form: said, rows }, choice.chosen)
    sendPage(res, <ResultPage {...{ door, of: severalOf(back), event, fates }} label={spec.label} />)
  }

const severalOf = (back: string): Several => ({
  ...{ noun: 'request', box: 'id', path: '/lending/bulk', back, backWords: 'the list' },
})

function specOf({ ill: { engine } }: Door, event: string) {
  const { label, form } = engine.machine('lending').definition.events[event]!
  return { label, form }
}

/** What stands in the form; of several due dates the first, so that none is later than its library's rules have it. */
async function usual(door: Door, event: string, ids: readonly number[]): Promise<Readonly<Record<string, unknown>>> {
  const today = (await clockOf(door, door.database.db)).today()
  const names = new Set(controlsOf(specOf(door, event)).map(({ name }) => name))
  const known = {
    ...door.ill.engine.policy.notes('lending', event),
    checkedInOn: today,
    // What is overdue keeps the day it was due, each its own.
    ...(names.has('dueOn') && event !== 'overdue' && { dueOn: await firstDue(door, ids) }),
  }
  return Object.fromEntries(Object.entries(known).filter(([name]) => names.has(name)))
}

async function firstDue(door: Door, ids: readonly number[]): Promise<string | undefined> {
  const { lendings } = await listLendings(door.database.db, { ids }, { limit: mostAtOnce })
  const days: string[] = []
  for (const lending of lendings) days.push(await usualDueOf(door, lending))
  return days.sort()[0]
}

/** Requests, each judged for an event. */
async function choose(door: Door, visitor: Visitor, event: string, ids: readonly number[]): Promise<Choice> {
  const { db } = door.database
  const { engine } = door.ill
  const { lendings } = await listLendings(db, { ids }, { limit: mostAtOnce })
  const actions = await engine.actions(
    db,
    lendings.map(({ id }) => id),
    whoIs(visitor),
  )
  const why = (lending: Lending): string | undefined => {
    const action = actions.get(lending.id)?.find((one) => one.event === event)
    if (action && !mayActOn(visitor, action)) return 'your account does not allow this'
    if (action) return action.obstacles.length > 0 ? action.obstacles.join('; ') : undefined
    const offered = engine.policy.menu('lending', lending.state, whoIs(visitor)).offers(event)
    const status = lendingStatus(door, lending)
    return offered ? `not possible while it is ${status}` : 'the rules of this library leave it out here'
  }
  const chosen = lendings.map((lending): Chosen => {
    const { id, version, number, title } = lending
    return { ticked: { id, version, to: `/lending/${id}`, name: number, title }, why: why(lending) }
  })
  return { chosen, meant: lendings.length, pickups: [] }
}

interface Asked {
  readonly event: string
  readonly choice: Choice
  readonly back: string
  readonly typed: Readonly<Record<string, unknown>>
  readonly complaints: Complaints
}

async function confirm(door: Door, { res }: Exchange, { event, choice, back, typed, complaints }: Asked) {
  const spec = specOf(door, event)
  const page = {
    ...{ door, event, choice, typed, complaints },
    of: severalOf(back),
    label: spec.label,
    hidden: { list: back },
    controls: controlsOf(spec),
    lists: {},
    key: randomUUID(),
  }
  const getting = await whatTheyGet(door, event, choice)
  const shown = (
    <ConfirmPage {...page}>
      <InsteadForAll getting={getting} />
    </ConfirmPage>
  )
  sendPage(res, shown, Object.keys(complaints).length > 0 ? 422 : 200)
}

/** What the systems of the libraries would be told of whom it can be done for. */
async function whatTheyGet(door: Door, event: string, { chosen }: Choice): Promise<readonly Getting[]> {
  const { db } = door.database
  const ids = chosen.filter(({ why }) => why === undefined).map(({ ticked }) => ticked.id)
  const { lendings } = await listLendings(db, { ids }, { limit: mostAtOnce })
  const about = { engine: door.ill.engine, event, at: new Date(door.clock.now()) }
  const getting: Getting[] = []
  for (const lending of lendings)
    getting.push({ partner: lending.partner.name, sendings: await sentToBorrower(db, lending, about) })
  return getting
}
