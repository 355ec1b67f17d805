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
import { ScanFields } from './scan-fields.tsx'
import { type Scans, scansIn } from './scanned.ts'
import { hasFaults, ownForms, shippedHints, unlessScanned } from './ship-several.ts'

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
    const scans = await scansFor(door, event, choice, {})
    await confirm(door, exchange, { event, choice, back, typed: await usual(door, event, ids), complaints: {}, scans })
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
    const body = (req.body ?? {}) as Readonly<Record<string, unknown>>
    const said = saidIn(spec, body)
    const complaints = complaintsAbout(spec, said)
    const scans = await scansFor(door, event, choice, body)
    const looks = scans !== undefined && body['look'] !== undefined
    const faulty = Object.keys(complaints).length > 0 || hasFaults(scans)
    if (looks || faulty) return confirm(door, exchange, { event, choice, back, typed: said, complaints, scans })
    const chosen = scans ? choice.chosen.map((one) => unlessScanned(one, scans)) : choice.chosen
    const own = scans && (await ownForms(door, await possible(door, choice), scans, said))
    const wanted = { event, key: `page:${key}`, form: said, own, rows }
    const fates = await carryOut(door, exchange, wanted, chosen)
    sendPage(res, <ResultPage {...{ door, of: severalOf(back), event, fates }} label={spec.label} />)
  }

const severalOf = (back: string): Several => ({
  ...{ noun: 'request', box: 'id', path: '/lending/bulk', back, backWords: 'the list' },
})

function specOf({ ill: { engine } }: Door, event: string) {
  const { label, form } = engine.machine('lending').definition.events[event]!
  // What is said of each alone, or only of a copy, is not said of all.
  const shared = event === 'shipped' && form instanceof z.ZodObject
  return { label, form: shared ? form.omit({ service: true, itemNo: true, url: true }) : form }
}

/** What was scanned for those that can be shipped; undefined for whatever else is done with several. */
async function scansFor(
  door: Door,
  event: string,
  choice: Choice,
  body: Readonly<Record<string, unknown>>,
): Promise<Scans | undefined> {
  return event === 'shipped' ? await scansIn(door, body, await possible(door, choice)) : undefined
}

/** Those with which it can be done, in the order of the page. */
async function possible({ database: { db } }: Door, { chosen }: Choice): Promise<readonly Lending[]> {
  const ids = chosen.filter(({ why }) => why === undefined).map(({ ticked }) => ticked.id)
  const { lendings } = await listLendings(db, { ids }, { limit: mostAtOnce })
  return ids.flatMap((id) => lendings.find((one) => one.id === id) ?? [])
}

/** What stands in the form; of several due dates the first, so that none is later than its library's rules have it. */
async function usual(door: Door, event: string, ids: readonly number[]): Promise<Readonly<Record<string, unknown>>> {
  const today = (await clockOf(door, door.database.db)).today()
  const names = new Set(controlsOf(specOf(door, event)).map(({ name }) => name))
  const known = {
    ...door.ill.engine.policy.notes('lending', event),
    ...{ checkedInOn: today, shippedOn: today, ...(event === 'shipped' && { renewable: true }) },
    // What is overdue keeps the day it was due, each its own; what is lent is due by the rules of each library.
    ...(names.has('dueOn') && event !== 'overdue' && event !== 'shipped' && { dueOn: await firstDue(door, ids) }),
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
    if (action && event === 'shipped' && lending.data.service !== 'loan')
      return 'it is dealt with as a copy: ship it on its own page'
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
  /** What was scanned for each that is shipped. */
  readonly scans?: Scans | undefined
}

async function confirm(door: Door, { res }: Exchange, { event, choice, back, typed, complaints, scans }: Asked) {
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
  const ticked = choice.chosen.flatMap((one) => (one.why === undefined ? [one.ticked] : []))
  const faulty = Object.keys(complaints).length > 0 || hasFaults(scans)
  const getting = await whatTheyGet(door, event, choice)
  const shown = (
    <ConfirmPage
      {...page}
      button={scans && `${spec.label}: those with a number`}
      hints={scans && shippedHints(door)}
      each={scans && <ScanFields {...{ ticked, scans }} />}
    >
      <InsteadForAll getting={getting} />
    </ConfirmPage>
  )
  sendPage(res, shown, faulty ? 422 : 200)
}

/** What the systems of the libraries would be told of whom it can be done for. */
async function whatTheyGet(door: Door, event: string, choice: Choice): Promise<readonly Getting[]> {
  const { db } = door.database
  const lendings = await possible(door, choice)
  const about = { engine: door.ill.engine, event, at: new Date(door.clock.now()) }
  const getting: Getting[] = []
  for (const lending of lendings)
    getting.push({ partner: lending.partner.name, sendings: await sentToBorrower(db, lending, about) })
  return getting
}
