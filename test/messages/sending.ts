import type { Database, Tx } from '../../src/kit/db/index.ts'
import { type Clock, createLog, systemClock } from '../../src/kit/index.ts'
import { createWorker, type Worker } from '../../src/kit/jobs/index.ts'
import { createMailer, type ReturnPattern, readMailServer } from '../../src/kit/mail/index.ts'
import {
  type Message,
  messageHandlers,
  type NewMessage,
  queueMessage,
  readMessageOf,
} from '../../src/messages/index.ts'
import { until as comesAbout } from '../until.ts'

export const from = { name: 'Harbour City Library', address: 'ill@library.example' }
export const actor = { name: 'Berta', via: 'web' } as const

let made = 0
/** A message to a reader, with whatever is said differently. */
export const anOverdue = (more: Partial<NewMessage<'overdue'>> = {}): NewMessage<'overdue'> => ({
  kind: 'overdue',
  to: { name: 'Edda Marlowe', address: 'edda@readers.example' },
  fields: { patronName: 'Edda Marlowe', title: 'Öl!', dueOn: '2026-05-01', daysLate: 3 },
  key: `test ${++made}`,
  ...more,
})
export const toLender = (more: Partial<NewMessage<'ill-note-to-lender'>> = {}): NewMessage<'ill-note-to-lender'> => ({
  kind: 'ill-note-to-lender',
  to: { name: 'Hill Valley', address: 'ill@hill.example' },
  fields: { requestNo: 'R-000007', title: 'Öl!' },
  key: `test ${++made}`,
  ...more,
})

export const queued = (database: Database, message: NewMessage<'overdue'> | NewMessage<'ill-note-to-lender'>) =>
  database.tx((tx: Tx) => (message.kind === 'overdue' ? queueMessage(tx, message) : queueMessage(tx, message)))

export interface SendingOptions {
  readonly url?: string
  readonly clock?: Clock
  readonly backOff?: number
  readonly lease?: number
  readonly id?: string
  readonly returns?: ReturnPattern
}

/** A worker that sends messages to that server; without one, it keeps them. */
export function sender(
  database: Database,
  { url, clock = systemClock, backOff = 20, returns, ...more }: SendingOptions,
): Worker {
  const mailer =
    url === undefined ? undefined : createMailer(readMailServer(url)!, from, { connect: 5000, answer: 5000 })
  const log = createLog('silent')
  return createWorker({
    database,
    handlers: messageHandlers({ database, mailer, clock, returns }),
    clock,
    log,
    poll: 20,
    backOff,
    ...more,
  })
}

/** Waits until the message is so. */
export async function until(database: Database, id: number, is: (message: Message) => boolean): Promise<Message> {
  let message: Message | undefined
  await comesAbout(async () => {
    message = await readMessageOf(database.db, id)
    return message !== undefined && is(message)
  })
  return message!
}
