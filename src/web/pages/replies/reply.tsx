import type { RequestHandler } from 'express'
import { z } from 'zod'
import { applyReply, dismissReply } from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import type { Action } from '../../../workflow/index.ts'
import { complaintsAbout, controlsOf, saidIn } from '../../action-form.ts'
import type { Complaints } from '../../complaints.ts'
import type { Door } from '../../door.ts'
import { whoIs } from '../../requests.ts'
import { exchangeOf, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { afterAct, RequestAddress } from '../requests/opened.ts'
import { type OpenedReply, openReply } from './opened.ts'
import { ReplyPage } from './reply-page.tsx'
import { takesFile } from './words.ts'

const ReplyAddress = RequestAddress.extend({ reply: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
const PageAddress = ReplyAddress.extend({ event: z.string().max(80).optional() })
const ApplyForm = z.object({
  event: z.string().max(80),
  version: z.coerce.number().int().positive(),
  file: z.coerce.number().int().positive().optional().catch(undefined),
})

/** What a lender has written, what it seems to say, and the form that says so. */
export const replyPage = (door: Door): RequestHandler =>
  route(PageAddress, async ({ id, reply, event }, exchange) => {
    const opened = await openReply(door, exchange, id, reply)
    const chosen = opened.actions.find((action) => action.event === (event ?? opened.reply.event))
    sendPage(exchange.res, <ReplyPage {...{ door, opened, chosen }} typed={typedFor(opened, chosen)} complaints={{}} />)
  })

/** Lets happen what it says, as staff have read it. */
export const applyAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id, reply } = parse(ReplyAddress, req.params)
    const exchange = exchangeOf(req, res)
    const form = parse(ApplyForm, req.body)
    const opened = await openReply(door, exchange, id, reply)
    const chosen = opened.actions.find((action) => action.event === form.event)
    if (!chosen || opened.reply.state !== 'open') throw new Problem('reply-settled')
    const said = saidIn(chosen, req.body)
    const complaints: Complaints = complaintsAbout(chosen, said)
    if (Object.keys(complaints).length > 0)
      return sendPage(res, <ReplyPage {...{ door, opened, chosen, complaints }} typed={said} />, 422)
    const by = { actor: whoIs(exchange.visitor), via: 'page', expected: form.version } as const
    const applied = { event: chosen.event, form: said, fileId: takesFile(chosen) ? form.file : undefined }
    const means = { ...door.ill, now: new Date(door.clock.now()) }
    await door.database.tx((tx) => applyReply(tx, reply, applied, by, means))
    afterAct(res, `/requests/${id}/lenders`, chosen.event, opened.line.id)
  }

/** Nothing is to be done about it. */
export const dismissAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id, reply } = parse(ReplyAddress, req.params)
    const exchange = exchangeOf(req, res)
    await openReply(door, exchange, id, reply)
    const by = { actor: whoIs(exchange.visitor), via: 'page' } as const
    await door.database.tx((tx) => dismissReply(tx, reply, by, new Date(door.clock.now())))
    res.redirect(303, '/requests/replies')
  }

/** What stands in the form before anybody typed: what the reply seems to say, and what is known. */
function typedFor({ reply, request, instance }: OpenedReply, chosen: Action | undefined): Record<string, unknown> {
  if (!chosen) return {}
  const suggested = chosen.event === reply.event ? reply.form : {}
  const known: Record<string, unknown> = {
    ...chosen.notes,
    service: request.service,
    dueAtLender: instance.data['dueAtLender'] ?? undefined,
    ...suggested,
  }
  const names = new Set(controlsOf(chosen).map(({ name }) => name))
  return Object.fromEntries(Object.entries(known).filter(([name, value]) => names.has(name) && value !== undefined))
}
