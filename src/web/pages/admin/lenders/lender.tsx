import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import {
  addLender,
  changeLender,
  type Lender,
  lenderOfTexts,
  lenderTableColumns,
  newLenderCalendar,
  readAcquaintance,
  readLender,
} from '../../../../ill/index.ts'
import { Problem } from '../../../../problems.ts'
import type { Complaints } from '../../../complaints.ts'
import type { Door } from '../../../door.ts'
import { type Exchange, formFields, route } from '../../../route.ts'
import { sendPage } from '../../../send-page.ts'
import type { HeaderForm } from './acquaintance.tsx'
import { LenderPage, type Texts, ticked } from './lender-page.tsx'
import type { Column } from './settings.ts'

export const LenderAddress = z.object({ lender: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
const Form = z.object({
  version: z.coerce.number().int().min(0).catch(0),
  ...Object.fromEntries(lenderTableColumns.map(({ field }) => [field, z.string().optional()])),
})

/** A lender as the form has it. */
const textsOf = (lender: Parameters<Column['write']>[0]): Texts =>
  Object.fromEntries(lenderTableColumns.map((column) => [column.field, column.write(lender)]))

export const newLenderPage = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { res }) => {
    const calendar = await newLenderCalendar(door.database.db)
    const usual = {
      lends: true,
      copies: true,
      active: true,
      protocol: 'email',
      settlement: 'none',
      answering: 'rules',
      gets: 'both',
      profile: 'standard',
      protocolVersion: '1.2',
      calendar,
    }
    const texts = textsOf(usual as unknown as Lender)
    sendPage(res, <LenderPage door={door} texts={texts} />)
  })

const notices = {
  ended: 'The token is ended: with it nobody is let in any more.',
  header: 'Saved: this library is shown it from now on.',
  headerless: 'Removed: this library is shown nothing more.',
} as const
const PageAddress = LenderAddress.extend({
  done: z.enum(Object.keys(notices) as [keyof typeof notices, ...(keyof typeof notices)[]]).optional(),
})

export const lenderPage = (door: Door): RequestHandler =>
  route(PageAddress, async ({ lender: id, done }, { res }) => {
    await showLender(door, res, id, { notice: done && notices[done] })
  })

interface Shown {
  readonly notice?: string | undefined
  readonly refusal?: string
  readonly token?: string
  readonly header?: HeaderForm
}

/** The page of a lender there is. @throws Problem not-found */
export async function showLender(door: Door, res: Response, id: number, shown: Shown, status = 200): Promise<void> {
  const lender = await known(door, id)
  const acquaintance = await readAcquaintance(door.database.db, id)
  sendPage(res, <LenderPage {...{ door, lender, acquaintance }} texts={textsOf(lender)} {...shown} />, status)
}

export const addLenderAct = (door: Door): RequestHandler =>
  route(z.object({}), (_input, exchange) => save(door, exchange, undefined))

export const changeLenderAct = (door: Door): RequestHandler =>
  route(LenderAddress, async ({ lender: id }, exchange) => save(door, exchange, await known(door, id)))

/** @throws Problem not-found */
async function known(door: Door, id: number): Promise<Lender> {
  const lender = await readLender(door.database.db, id)
  if (!lender) throw new Problem('not-found', { what: 'lender' })
  return lender
}

async function save(door: Door, { req, res, visitor }: Exchange, lender: Lender | undefined): Promise<void> {
  const sent = Form.parse(formFields(req, Form)) as { version: number } & Record<string, string | undefined>
  const acquaintance = lender && (await readAcquaintance(door.database.db, lender.id))
  const texts: Texts = Object.fromEntries(
    lenderTableColumns.map(({ field }) => [field, sent[field] ?? (ticked.includes(field) ? 'no' : '')]),
  )
  const judged = lenderOfTexts(texts, lender, await newLenderCalendar(door.database.db))
  if ('complaints' in judged)
    return sendPage(res, <LenderPage {...{ door, lender, texts, acquaintance }} complaints={judged.complaints} />, 400)
  try {
    await door.database.tx((tx) =>
      lender
        ? changeLender(tx, lender.id, sent.version, judged.fields, visitor.actor)
        : addLender(tx, judged.fields, visitor.actor),
    )
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 409) throw error
    const complaints: Complaints = error.code === 'lender-symbol-taken' ? { symbol: `${error.message}.` } : {}
    return sendPage(
      res,
      <LenderPage {...{ door, lender, texts, complaints, acquaintance }} refusal={error.message} />,
      409,
    )
  }
  res.redirect(303, `/admin/lenders?saved=${lender ? 'changed' : 'added'}`)
}
