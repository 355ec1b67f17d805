import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { Tx } from '../../../kit/db/index.ts'
import { dismissMessage, type Message, readMessageOf, sendMessage, sentByOtherMeans } from '../../../messages/index.ts'
import { Problem } from '../../../problems.ts'
import type { Door } from '../../door.ts'
import { messagesFor } from '../../requests.ts'
import { type Exchange, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import type { Visitor } from '../../visitor.ts'
import { MessagePage } from './message-page.tsx'

const done = ['send', 'told', 'dismiss'] as const
const MessageAddress = z.object({
  message: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  done: z.enum(done).optional(),
})

/** @throws Problem message-gone, also for one of a branch the visitor has no right in */
async function found(tx: Tx, visitor: Visitor, id: number): Promise<Message> {
  const message = await readMessageOf(tx, id, messagesFor(visitor))
  if (!message) throw new Problem('message-gone', { message: id })
  return message
}

/** One message: its text, what became of it, and what can be done about it. */
export const messagePage = (door: Door): RequestHandler =>
  route(MessageAddress, async ({ message, done }, { res, visitor }) => {
    const fromOutbox = visitor.permissions.has('admin')
    sendPage(
      res,
      <MessagePage door={door} message={await found(door.database.db, visitor, message)} {...{ done, fromOutbox }} />,
    )
  })

const SendForm = z.object({ address: z.string().max(300).optional() })

/** Sends it, to the address that stands in the form. What is wrong with that one is said beside it. */
export const sendAct = (door: Door): RequestHandler =>
  route(MessageAddress, async ({ message: id }, exchange) => {
    const { address } = parse(SendForm, formFields(exchange.req, SendForm))
    try {
      await door.database.tx(async (tx) => {
        await found(tx, exchange.visitor, id)
        await sendMessage(tx, id, exchange.visitor.actor, { address })
      })
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'message-address') throw error
      const fromOutbox = exchange.visitor.permissions.has('admin')
      const props = {
        message: await found(door.database.db, exchange.visitor, id),
        fromOutbox,
        typed: address ?? '',
        complaint: 'This is no e-mail address.',
      }
      return sendPage(exchange.res, <MessagePage door={door} done={undefined} {...props} />, error.status)
    }
    seeAfter(exchange, id, 'send')
  })

export const toldAct = (door: Door): RequestHandler =>
  route(MessageAddress, async ({ message: id }, exchange) => {
    const now = new Date(door.clock.now())
    await door.database.tx(async (tx) => {
      await found(tx, exchange.visitor, id)
      await sentByOtherMeans(tx, id, exchange.visitor.actor, now)
    })
    seeAfter(exchange, id, 'told')
  })

export const dismissAct = (door: Door): RequestHandler =>
  route(MessageAddress, async ({ message: id }, exchange) => {
    const now = new Date(door.clock.now())
    await door.database.tx(async (tx) => {
      await found(tx, exchange.visitor, id)
      await dismissMessage(tx, id, exchange.visitor.actor, now)
    })
    seeAfter(exchange, id, 'dismiss')
  })

const seeAfter = ({ res }: Exchange, id: number, act: (typeof done)[number]) =>
  res.redirect(303, `/messages/${id}?done=${act}`)
