import type { RequestHandler } from 'express'
import { z } from 'zod'
import { findPerson, type Person } from '../../../accounts/index.ts'
import type { Db } from '../../../kit/db/index.ts'
import { act, takeBack } from '../../desk/acts.ts'
import { deskBranch } from '../../desk/branch.ts'
import { type ActingMode, actingModes, modeNames } from '../../desk/modes.ts'
import { type DeskResult, mostKept, readEarlier } from '../../desk/results.ts'
import { numbersIn } from '../../desk/scan.ts'
import type { Door } from '../../door.ts'
import { type Exchange, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { deskHref } from './address.ts'
import { DeskPage } from './desk-page.tsx'
import { findAtDesk } from './find.ts'
import { type Reader, readerOf } from './reader.ts'

const branchCode = z.string().min(1).max(64).optional()
const DeskAddress = z.object({
  mode: z.enum(modeNames).default('in'),
  branch: branchCode,
  /** Who is being served. */
  patron: z.uuid().optional(),
  /** What is looked for. */
  q: z.string().max(200).default(''),
})

/** The front desk, before anything is scanned; what is found where something is looked for. */
export const deskPage = (door: Door): RequestHandler =>
  route(DeskAddress, async ({ mode, branch: asked, patron, q }, exchange) => {
    const at = await deskBranch(door, exchange, asked)
    const reader = mode === 'out' && patron !== undefined ? await readerOf(door, patron, at.branch.code) : undefined
    const found = mode === 'find' && q.trim() !== '' ? await findAtDesk(door, q) : undefined
    sendPage(exchange.res, <DeskPage {...{ door, mode, ...at, reader, found, q }} results={[]} />)
  })

const Scanned = z.object({
  code: z.string().max(1000).default(''),
  branch: branchCode,
  patron: z.union([z.literal(''), z.uuid()]).default(''),
  earlier: z.string().max(200_000).default(''),
})

/** One scan: one act, whose result comes on top of those before it. */
export const scanAct = (door: Door): RequestHandler =>
  route(z.object({ mode: z.enum(actingModes) }), async ({ mode }, exchange) => {
    const { req, res, visitor } = exchange
    const form = parse(Scanned, formFields(req, Scanned))
    const at = await deskBranch(door, exchange, form.branch)
    const branch = at.branch.code
    const [first, ...others] = numbersIn(form.code)
    if (first === undefined) return res.redirect(303, deskHref({ mode, branch, patron: form.patron }))
    const numbers = [first, ...others] as const
    const reader = form.patron ? await readerOf(door, form.patron, branch) : undefined
    const earlier = readEarlier(form.earlier)
    if (mode === 'out' && !reader) {
      const found = await patronOf(door.database.db, numbers)
      if (found) return res.redirect(303, deskHref({ mode, branch, patron: found.id }))
      return show(door, exchange, { ...at, mode, results: [noReader(first), ...earlier] })
    }
    const scan = { mode, numbers, branch, patronId: reader?.patron.id, by: visitor.actor, now: door.clock.now() }
    const results = [await act(door, scan), ...earlier].slice(0, mostKept)
    // Read again: there is more on loan now.
    const then = reader && (await readerOf(door, reader.patron.id, branch))
    show(door, exchange, { ...at, mode, results, reader: then })
  })

const Undo = Scanned.extend({ mode: z.enum(actingModes), undo: z.uuid() })

/** Takes the last scan back. */
export const undoAct = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, exchange) => {
    const { mode, undo: id, ...form } = parse(Undo, formFields(exchange.req, Undo))
    const at = await deskBranch(door, exchange, form.branch)
    const branch = at.branch.code
    const scan = { id, branch, by: exchange.visitor.actor, now: door.clock.now() }
    const earlier = readEarlier(form.earlier).map((one) => (one.undo === id ? { ...one, undo: undefined } : one))
    const results = [await takeBack(door, scan), ...earlier].slice(0, mostKept)
    const reader = form.patron ? await readerOf(door, form.patron, branch) : undefined
    show(door, exchange, { ...at, mode, results, reader })
  })

interface Shown extends Awaited<ReturnType<typeof deskBranch>> {
  readonly mode: ActingMode
  readonly results: readonly DeskResult[]
  readonly reader?: Reader | undefined
}

const show = (door: Door, { res }: Exchange, shown: Shown) => sendPage(res, <DeskPage door={door} {...shown} q="" />)

const noReader = (code: string): DeskResult => ({
  ...{ tone: 'bad', said: 'No reader has this card number', code, title: '', links: [], at: '' },
  lines: ['Scan the reader’s card first, then the items.'],
})

async function patronOf(db: Db, numbers: readonly string[]): Promise<Person | undefined> {
  for (const number of numbers) {
    const found = await findPerson(db, 'patron', number)
    if (found) return found
  }
  return undefined
}
