import type { RequestHandler } from 'express'
import { z } from 'zod'
import { codeUses } from '../../../catalogue/index.ts'
import { Problem } from '../../../problems.ts'
import { changedList, managedLists, readList, removeEntry, saveEntry, storeList } from '../../code-lists.ts'
import { type Complaints, complaintsOf } from '../../complaints.ts'
import type { Door } from '../../door.ts'
import { type Exchange, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { printable } from '../../text.ts'
import { CodesPage } from './codes-page.tsx'

const ListAddress = z.object({
  list: z.enum(managedLists).default('branch'),
  done: z.enum(['saved', 'added', 'removed']).optional(),
})
type ListAddress = z.output<typeof ListAddress>

/** One code list of Administration. */
export const codesPage = (door: Door): RequestHandler =>
  route(ListAddress, (address, exchange) => show(door, address, exchange))

interface Wrong {
  readonly complaints?: Complaints
  readonly typed?: Readonly<Record<'code' | 'label', string>>
  readonly refusal?: string
}

async function show(door: Door, { list, done }: ListAddress, { res }: Exchange, wrong: Wrong = {}, status = 200) {
  const { db } = door.database
  const [entries, uses] = [await readList(db, list), await codeUses(db, list)]
  sendPage(res, <CodesPage {...{ door, list, entries, uses, done, ...wrong }} />, status)
}

const label = z
  .string()
  .max(80)
  .transform((text) => printable(text).trim())
const many = z.array(z.string().max(64)).max(500)
const Rows = z.object({
  code: many,
  label: z.array(label).max(500),
  active: many,
  available: many,
  move: z.string().max(80).optional(),
})

/** Saves every row of a list: names, order, what is on offer. */
export const saveCodes = (door: Door): RequestHandler =>
  route(ListAddress, async ({ list }, { req, res, visitor }) => {
    const rows = parse(Rows, formFields(req, Rows))
    await door.database.tx(async (tx) => {
      const now = await readList(tx, list)
      await storeList(tx, list, now, changedList(now, rows), visitor.actor)
    })
    res.redirect(303, `/admin/codes/${list}?done=saved${rows.move ? `#row-${rows.move.replace(/^\w+:/, '')}` : ''}`)
  })

const Fresh = z.object({
  code: z
    .string()
    .default('')
    .transform((code) => code.trim())
    .pipe(
      z
        .string()
        .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'A code is made of small letters, digits and hyphens: at most 32 of them.'),
    ),
  label: z
    .string()
    .max(80, 'At most 80 characters, please.')
    .default('')
    .transform((text) => printable(text).trim())
    .refine((text) => text !== '', 'Give it a name.'),
})

export const addCode = (door: Door): RequestHandler =>
  route(ListAddress, async ({ list }, exchange) => {
    const { req, res, visitor } = exchange
    const fields = formFields(req, Fresh)
    const typed = { code: String(fields['code'] ?? ''), label: String(fields['label'] ?? '') }
    const parsed = Fresh.safeParse(fields)
    if (!parsed.success) return show(door, { list }, exchange, { typed, complaints: complaintsOf(parsed.error) }, 400)
    const taken = await door.database.tx(async (tx) => {
      const now = await readList(tx, list)
      if (now.some(({ code }) => code === parsed.data.code)) return true
      const entry = { ...parsed.data, position: now.length, active: true, available: false }
      await saveEntry(tx, list, entry, visitor.actor)
      return false
    })
    if (taken)
      return show(door, { list }, exchange, { typed, complaints: { code: 'This code is there already.' } }, 409)
    res.redirect(303, `/admin/codes/${list}?done=added`)
  })

/** Takes a code away that no item uses. It stands in the address: the rows of the form it is sent with are not for this. */
export const removeCodeForm = (door: Door): RequestHandler =>
  route(ListAddress.extend({ code: z.string().max(64) }), async ({ list, code }, exchange) => {
    try {
      await door.database.tx((tx) => removeEntry(tx, list, code, exchange.visitor.actor))
    } catch (error) {
      if (!(error instanceof Problem) || !['code-in-use', 'code-built-in'].includes(error.code)) throw error
      return show(door, { list }, exchange, { refusal: error.message }, error.status)
    }
    exchange.res.redirect(303, `/admin/codes/${list}?done=removed`)
  })
