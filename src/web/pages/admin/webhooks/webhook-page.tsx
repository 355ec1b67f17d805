import { type Delivery, kindLabel, type Webhook, webhookKinds } from '../../../../webhooks/index.ts'
import type { Complaints } from '../../../complaints.ts'
import { Check } from '../../../components/choice.tsx'
import { TextField } from '../../../components/field.tsx'
import { Link } from '../../../components/link.tsx'
import { CsrfField } from '../../../components/visit.tsx'
import type { Door } from '../../../door.ts'
import { AdminLayout } from '../admin-layout.tsx'
import { OneTimeText } from '../one-time-text.tsx'
import { Deliveries } from './deliveries.tsx'
import type { WebhookForm } from './form.ts'
import { shortAddress, WebhookState } from './list.tsx'

interface WebhookPageProps {
  readonly door: Door
  /** None for one that is to be added. */
  readonly webhook?: Webhook
  readonly deliveries?: readonly Delivery[]
  readonly form: WebhookForm
  readonly complaints?: Complaints
  readonly notice?: string | undefined
  readonly refusal?: string | undefined
  /** Just made, shown this once. */
  readonly secret?: string | undefined
}

/** One webhook, or the form of a new one. */
export function WebhookPage({ door, webhook, deliveries = [], form, complaints = {}, ...said }: WebhookPageProps) {
  const { notice, refusal, secret } = said
  const title = webhook ? shortAddress(webhook.url) : 'Add a webhook'
  const wrong = Object.keys(complaints).length
  const why =
    wrong > 0 ? `Nothing was saved: ${wrong === 1 ? 'one field is' : `${wrong} fields are`} to be put right.` : refusal
  return (
    <AdminLayout door={door} title={title} part="/admin/webhooks" notice={notice} refusal={why}>
      <p class="way-back">
        <Link to="/admin/webhooks">‹ Webhooks</Link>
      </p>
      <div class="bar heading">
        <h1>{title}</h1>
        {webhook && <WebhookState webhook={webhook} />}
      </div>
      {secret && (
        <OneTimeText text={secret} is="token">
          The secret of this webhook. Give it to the program that is called, which checks signatures with it. It is
          shown only now.
        </OneTimeText>
      )}
      {webhook?.active && webhook.lastError !== null && <p class="complaint">✕ {webhook.lastError}</p>}
      <div class={webhook ? 'split acting' : undefined}>
        <Fields {...{ webhook, form, complaints }} />
        {webhook && <Acts webhook={webhook} />}
      </div>
      {webhook && <Deliveries webhook={webhook} deliveries={deliveries} />}
    </AdminLayout>
  )
}

interface FieldsProps extends Pick<WebhookPageProps, 'webhook' | 'form'> {
  readonly complaints: Complaints
}

const groups = [
  ['request.', 'Of requests'],
  ['line.', 'Of their lenders'],
  ['lending.', 'Of requests of other libraries'],
] as const

function Fields({ webhook, form: { url, which, kind, namesPatron }, complaints }: FieldsProps) {
  return (
    <form method="post" action={webhook ? `/admin/webhooks/${webhook.id}` : '/admin/webhooks'} class="panel stacked">
      <CsrfField />
      {webhook && <input type="hidden" name="version" value={webhook.version} />}
      <TextField
        id="url"
        label="Address"
        hint="Begins with https://. What is called is given no name or password: calls are signed."
        value={url}
        complaint={complaints['url']}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        maxLength={2000}
        required
      />
      <fieldset class="kinds">
        <legend>Events</legend>
        {complaints['kinds'] && <p class="complaint">✕ {complaints['kinds']}</p>}
        <label class="check">
          <input type="radio" name="which" value="all" checked={which === 'all'} />
          <span>All there are, also those a later version adds</span>
        </label>
        <label class="check">
          <input type="radio" name="which" value="some" checked={which === 'some'} />
          <span>Only those ticked below</span>
        </label>
        <details open={which === 'some'}>
          <summary>Kinds of events</summary>
          {groups.map(([prefix, words]) => (
            <fieldset key={prefix}>
              <legend>{words}</legend>
              <div class="kinds-of">
                {webhookKinds
                  .filter((one) => one.startsWith(prefix))
                  .map((one) => (
                    <Check key={one} name="kind" value={one} checked={kind.includes(one)} words={kindLabel(one)} />
                  ))}
              </div>
            </fieldset>
          ))}
        </details>
      </fieldset>
      <Check
        name="namesPatron"
        checked={namesPatron}
        words="Say who the reader is"
        hint="name, card number and e-mail address; else nothing is said of the reader"
      />
      <button type="submit" class="btn primary">
        {webhook ? 'Save' : 'Add the webhook'}
      </button>
    </form>
  )
}

/** What can be done with a webhook beside changing it. */
function Acts({ webhook: { id, active } }: { readonly webhook: Webhook }) {
  const act = (what: string) => `/admin/webhooks/${id}/${what}`
  return (
    <aside class="panel acts-beside" aria-label="What can be done">
      <form method="post" action={act('test')}>
        <CsrfField />
        <p>A test is called like an event, once, and says nothing of anybody.</p>
        <button type="submit" class="btn">
          Send a test
        </button>
      </form>
      <form method="post" action={active ? act('pause') : act('pause?on=1')}>
        <CsrfField />
        <p>{active ? 'While it is paused nothing is sent, or kept for later.' : 'It is paused: nothing is sent.'}</p>
        <button type="submit" class="btn">
          {active ? 'Pause' : 'Resume'}
        </button>
      </form>
      <form method="post" action={act('secret')}>
        <CsrfField />
        <p>A new secret is shown once. The old one signs nothing more.</p>
        <button type="submit" class="btn">
          Give it a new secret
        </button>
      </form>
      <details class="danger">
        <summary>Remove…</summary>
        <form method="post" action={act('remove')}>
          <CsrfField />
          <p>What is still on its way does not go there, and what became of deliveries is forgotten.</p>
          <button type="submit" class="btn danger">
            Remove this webhook
          </button>
        </form>
      </details>
    </aside>
  )
}
