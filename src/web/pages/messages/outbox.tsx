import type { RequestHandler } from 'express'
import { z } from 'zod'
import {
  countMessages,
  type Message,
  type MessageState,
  messageStateNames,
  messageStates,
  outbox,
} from '../../../messages/index.ts'
import { Link } from '../../components/link.tsx'
import { MessageBadge } from '../../components/message-badge.tsx'
import { Moment } from '../../components/moment.tsx'
import { Note } from '../../components/note.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { AdminLayout } from '../admin/admin-layout.tsx'

const size = 50
const OutboxAddress = z.object({
  state: z.enum(messageStateNames).optional(),
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
})
type OutboxAddress = z.output<typeof OutboxAddress>

const hrefOf = ({ state, before }: OutboxAddress): string => {
  const params = new URLSearchParams({ ...(state && { state }), ...(before && { before: String(before) }) })
  return params.size > 0 ? `/admin/outbox?${params}` : '/admin/outbox'
}

/** Every message, the newest first. */
export const outboxPage = (door: Door): RequestHandler =>
  route(OutboxAddress, async (address, { res }) => {
    const { db } = door.database
    const page = await outbox(db, { ...address, size })
    sendPage(res, <Outbox door={door} address={address} counts={await countMessages(db)} {...page} />)
  })

interface OutboxProps {
  readonly door: Door
  readonly address: OutboxAddress
  readonly counts: ReadonlyMap<MessageState, number>
  readonly messages: readonly Message[]
  readonly more: boolean
}

function Outbox({ door, address, counts, messages, more }: OutboxProps) {
  const { state, before } = address
  return (
    <AdminLayout door={door} title="Outbox" part="/admin/outbox">
      <h1>Outbox</h1>
      {!door.mail && (
        <Note tone="wait">
          No mail server is configured, so messages are kept here. Open one to copy its text and send it by other means.
          Set <code>FARSHELF_SMTP</code> and <code>FARSHELF_MAIL_FROM</code> to have them sent.
        </Note>
      )}
      <nav class="choices bar" aria-label="State">
        <Link to={hrefOf({})} current={state === undefined && 'page'}>
          All
        </Link>
        {messageStateNames.map((one) => (
          <Link key={one} to={hrefOf({ state: one })} current={one === state && 'page'}>
            {messageStates[one]}
            {counts.has(one) && ` (${counts.get(one)})`}
          </Link>
        ))}
      </nav>
      {messages.length === 0 ? (
        <div class="panel nothing">
          <p>{state || before ? 'There is nothing to show here.' : 'No message has been written yet.'}</p>
        </div>
      ) : (
        <div class="panel wide-table">
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">Message</th>
                <th scope="col">To</th>
                <th scope="col">State</th>
                <th scope="col">Written</th>
              </tr>
            </thead>
            <tbody>
              {messages.map((message) => (
                <Row key={message.id} message={message} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {(before !== undefined || more) && (
        <nav class="paging" aria-label="Pages">
          {before !== undefined && <Link to={hrefOf({ state })}>« Newest</Link>}
          {more && (
            <Link to={hrefOf({ state, before: messages.at(-1)!.id })} rel="next">
              Older ›
            </Link>
          )}
        </nav>
      )}
    </AdminLayout>
  )
}

const Row = ({ message }: { readonly message: Message }) => (
  <tr>
    <th scope="row">
      <Link to={`/messages/${message.id}`}>
        <Words text={message.subject || 'Without a subject'} most={120} />
      </Link>
    </th>
    <td data-label="To">
      <Words text={message.to.name || message.to.address || '–'} most={60} />
    </td>
    <td>
      <MessageBadge message={message} />
      {message.reason && (
        <p class="hint">
          <Words text={message.reason} most={160} />
        </p>
      )}
    </td>
    <td data-label="Written">
      <Moment at={message.createdAt} />
    </td>
  </tr>
)
