import type { RequestHandler } from 'express'
import { z } from 'zod'
import {
  addLine,
  askableLines,
  documentsOf,
  type Line,
  orderLines,
  readPatronStanding,
  repliesAbout,
  rotaOf,
  searchLenders,
} from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'
import { whoIs } from '../../requests.ts'
import { exchangeOf, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { AddLender } from './add-lender.tsx'
import { doneWords } from './done.ts'
import { lineSorts } from './line-order.ts'
import { ManageLenders } from './manage-ill.tsx'
import { librariesNamedBy } from './named-libraries.tsx'
import { afterAct, openRequest, RequestAddress, undoableOf } from './opened.ts'
import { termsOf } from './terms.tsx'

const PageAddress = RequestAddress.extend({
  done: z.string().max(80).optional(),
  /** The line it was done with. */
  on: z.coerce.number().int().positive().optional(),
  sort: z.enum(lineSorts).default('order'),
})
const AddAddress = RequestAddress.extend({ q: z.string().max(200).default('') })
const AddForm = z.object({ lender: z.coerce.number().int().positive(), key: z.uuid().optional() })
const lineIds = z
  .string()
  .regex(/^\d{1,15}(,\d{1,15})*$/)
  .max(4000)
  .transform((text) => text.split(',').map(Number))
const seen = lineIds.optional()
/** One place up or down by a button, or any order by dragging; `seen` is the order of the page it was done on. */
const MoveForm = z.union([
  z.object({ seen, order: lineIds }),
  z.object({ seen, line: z.coerce.number().int().positive(), direction: z.enum(['up', 'down']) }),
])

const means = (door: Door) => ({ ...door.ill, now: new Date(door.clock.now()) })

/** Manage ILL: the lenders of a request, in the order they are asked. */
export const lendersPage = (door: Door): RequestHandler =>
  route(PageAddress, async ({ id, done, on, sort }, { res, visitor }) => {
    const opened = await openRequest(door, visitor, id)
    const documents = (await documentsOf(door.database.db, [id])).get(id)!
    const replies = await repliesAbout(door.database.db, id)
    const rota = await rotaOf(door.database.db, id)
    const askable = await askableLines(
      door.database.db,
      opened.lines.map((line) => line.id),
      new Date(door.clock.now()),
    )
    const standing = await readPatronStanding(door.database.db, id)
    const about = opened.lines.find((line) => line.id === on)?.lender.name
    const said = doneWords(door.ill.engine, 'borrowing', done, about)
    sendPage(
      res,
      <ManageLenders
        {...{ door, opened, sort, said, documents, replies, rota, askable, standing }}
        today={(await clockOf(door, door.database.db)).today()}
        undoable={await undoableOf(door, visitor, opened)}
        terms={await termsOf(door, opened.lines)}
        named={await librariesNamedBy(door, opened.lines)}
      />,
    )
  })

/** Search for a lender to add. */
export const addLenderPage = (door: Door): RequestHandler =>
  route(AddAddress, async ({ id, q }, { res, visitor }) => {
    const opened = await openRequest(door, visitor, id)
    const { service } = opened.request
    const found = await searchLenders(door.database.db, { words: q, service, page: 1, size: 30 })
    sendPage(res, <AddLender door={door} opened={opened} words={q} lenders={found.lenders} count={found.count} />)
  })

/** Select Record: copies the lender into the request. */
export const addLenderAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id } = parse(RequestAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    const { lender, key } = parse(AddForm, req.body)
    await openRequest(door, visitor, id)
    const cause = { actor: whoIs(visitor), via: 'page', ...(key !== undefined && { key: `page:${key}` }) }
    await door.database.tx((tx) => addLine(tx, id, lender, cause, means(door)))
    afterAct(res, `/requests/${id}/lenders`, 'added')
  }

/** Puts lenders into another order. */
export const moveLender =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id } = parse(RequestAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    const form = parse(MoveForm, req.body)
    const { lines } = await openRequest(door, visitor, id)
    const before = lines.map((one) => one.id)
    if (form.seen && form.seen.join() !== before.join()) throw new Problem('order-changed')
    const order = 'order' in form ? form.order : moved(lines, form.line, form.direction)
    await door.database.tx((tx) =>
      orderLines(tx, id, order, { actor: whoIs(visitor), via: 'page' }, new Date(door.clock.now())),
    )
    afterAct(res, `/requests/${id}/lenders`, 'moved')
  }

/** The order with one line moved by a place, past another that nobody has asked yet either. */
function moved(lines: readonly Line[], id: number, direction: 'up' | 'down'): readonly number[] {
  const from = lines.findIndex((line) => line.id === id)
  const to = from + (direction === 'up' ? -1 : 1)
  if (lines[from]?.state !== 'idle' || lines[to]?.state !== 'idle') throw new Problem('order-changed')
  const order = lines.map((line) => line.id)
  ;[order[from], order[to]] = [order[to]!, order[from]!]
  return order
}
