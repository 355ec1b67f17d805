import type { RequestHandler } from 'express'
import { z } from 'zod'
import { listWebhooks, type Webhook } from '../../../../webhooks/index.ts'
import { Link } from '../../../components/link.tsx'
import { Moment } from '../../../components/moment.tsx'
import type { Door } from '../../../door.ts'
import { route } from '../../../route.ts'
import { sendPage } from '../../../send-page.ts'
import { count } from '../../../text.ts'
import { AdminLayout } from '../admin-layout.tsx'

const Address = z.object({ done: z.literal('removed').optional() })

/** Every address that is told what happens with requests. */
export const webhooksPage = (door: Door): RequestHandler =>
  route(Address, async ({ done }, { res }) =>
    sendPage(
      res,
      <Webhooks
        door={door}
        webhooks={await listWebhooks(door.database.db)}
        notice={done && 'The webhook is removed: nothing goes there any more.'}
      />,
    ),
  )

interface WebhooksProps {
  readonly door: Door
  readonly webhooks: readonly Webhook[]
  readonly notice: string | undefined
}

const Webhooks = ({ door, webhooks, notice }: WebhooksProps) => (
  <AdminLayout door={door} title="Webhooks" part="/admin/webhooks" notice={notice}>
    <div class="bar heading">
      <h1>Webhooks</h1>
      <Link class="btn primary" to="/admin/webhooks/new">
        Add a webhook
      </Link>
    </div>
    <p class="hint">
      A webhook is the address of another program: it is called when something happens with a request, signed, and at
      least once for each event.
    </p>
    {webhooks.length === 0 ? (
      <div class="panel nothing">
        <p>No program is told of anything.</p>
      </div>
    ) : (
      <div class="panel wide-table">
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">Address</th>
              <th scope="col">Events</th>
              <th scope="col">State</th>
              <th scope="col">Last delivered</th>
            </tr>
          </thead>
          <tbody>
            {webhooks.map((webhook) => (
              <tr key={webhook.id}>
                <th scope="row">
                  <Link to={`/admin/webhooks/${webhook.id}`}>{shortAddress(webhook.url)}</Link>
                </th>
                <td data-label="Events">{webhook.kinds.length === 0 ? 'All' : count(webhook.kinds.length, 'kind')}</td>
                <td>
                  <WebhookState webhook={webhook} />
                </td>
                <td data-label="Last delivered">
                  {webhook.deliveredAt ? <Moment at={webhook.deliveredAt} /> : 'never'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
  </AdminLayout>
)

/** What is behind the question mark may be meant for the receiver alone. */
export function shortAddress(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname === '/' ? '' : pathname}`
}

/** Whether events go there, and reach it. */
export function WebhookState({ webhook: { active, lastError, deliveredAt } }: { readonly webhook: Webhook }) {
  if (!active) return <span class="badge calm">Paused</span>
  if (lastError !== null) return <span class="badge bad">✕ Failing</span>
  return deliveredAt ? <span class="badge ok">✓ Works</span> : <span class="badge info">Nothing sent yet</span>
}
