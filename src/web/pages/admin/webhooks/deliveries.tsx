import { type Delivery, type DeliveryState, kindLabel, testKind, type Webhook } from '../../../../webhooks/index.ts'
import { Moment } from '../../../components/moment.tsx'
import { CsrfField } from '../../../components/visit.tsx'
import { Words } from '../../../components/words.tsx'
import { count } from '../../../text.ts'

interface DeliveriesProps {
  readonly webhook: Webhook
  readonly deliveries: readonly Delivery[]
}

/** What became of the events that went there. */
export const Deliveries = ({ webhook, deliveries }: DeliveriesProps) => (
  <section class="deliveries with-table">
    <h2>Recent deliveries</h2>
    {deliveries.length === 0 ? (
      <div class="panel nothing">
        <p>Nothing was sent there in the last 30 days.</p>
      </div>
    ) : (
      <div class="panel wide-table">
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">Event</th>
              <th scope="col">When</th>
              <th scope="col">State</th>
              <th scope="col">Answer</th>
              <th scope="col">
                <span class="hidden">Send again</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map((delivery) => (
              <Row key={delivery.id} webhook={webhook} delivery={delivery} />
            ))}
          </tbody>
        </table>
      </div>
    )}
  </section>
)

function Row({ webhook, delivery }: { readonly webhook: Webhook; readonly delivery: Delivery }) {
  const { id, kind, state, attempts, status, answer, error, createdAt, dueAt } = delivery
  const name = kind === testKind ? 'Test' : kindLabel(kind)
  return (
    <tr>
      <th scope="row">
        {name}
        {kind !== testKind && (
          <>
            {' '}
            <span class="hint">{kind}</span>
          </>
        )}
      </th>
      <td data-label="When">
        <Moment at={createdAt} />
      </td>
      <td>
        <span class={`badge ${badges[state][0]}`}>{badges[state][1]}</span>
        {attempts > 1 && <p class="hint">{count(attempts, 'attempt')}</p>}
        {state === 'again' && dueAt && (
          <p class="hint">
            next <Moment at={dueAt} />
          </p>
        )}
      </td>
      <td data-label="Answer">
        {status !== null && <p>{status}</p>}
        {error !== null && <p class="hint">{error}</p>}
        {answer && (
          <details>
            <summary>What it said</summary>
            <p class="said">
              <Words text={answer} most={1000} />
            </p>
          </details>
        )}
        {status === null && error === null && <span class="hint">none yet</span>}
      </td>
      <td>
        {kind !== testKind && webhook.active && state !== 'waiting' && (
          <form method="post" action={`/admin/webhooks/${webhook.id}/deliveries/${id}/retry`}>
            <CsrfField />
            <button type="submit" class="btn" aria-label={`Send again: ${name}`}>
              {state === 'delivered' ? 'Send again' : 'Retry now'}
            </button>
          </form>
        )}
      </td>
    </tr>
  )
}

const badges: Readonly<Record<DeliveryState, readonly [tone: string, words: string]>> = {
  waiting: ['info', 'Waits'],
  again: ['wait', '△ Will be tried again'],
  delivered: ['ok', '✓ Delivered'],
  failed: ['bad', '✕ Not delivered'],
}
