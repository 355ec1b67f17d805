import type { ComponentChildren } from 'preact'
import { type Message, messageKinds, requestNumber } from '../../../messages/index.ts'
import { LinesField, TextField } from '../../components/field.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { MessageBadge } from '../../components/message-badge.tsx'
import { Moment } from '../../components/moment.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'

const doneWords = {
  send: 'It is on its way.',
  told: 'Written down: sent by other means.',
  dismiss: 'Dismissed.',
} as const

interface MessagePageProps {
  readonly door: Door
  readonly message: Message
  readonly done: keyof typeof doneWords | undefined
  /** Where the way back leads. */
  readonly fromOutbox: boolean
  readonly typed?: string
  readonly complaint?: string
}

const canBeActedOn = ({ state }: Message) => ['failed', 'unsure', 'held', 'kept', 'bounced'].includes(state)

export function MessagePage({ door, message, done, fromOutbox, typed, complaint }: MessagePageProps) {
  const { id, subject, text, html, state, reason } = message
  return (
    <Layout door={door} title={subject || 'Message'}>
      <div class="form-page staff">
        <nav class="bar way-back" aria-label="Back">
          <Link to={fromOutbox ? '/admin/outbox' : '/problems'}>‹ {fromOutbox ? 'Outbox' : 'Problems'}</Link>
        </nav>
        <h1>
          <Words text={subject || 'Message without a subject'} most={300} />
        </h1>
        {done && (
          <p role="status">
            <span class="badge ok">
              <span aria-hidden="true">✓</span> {doneWords[done]}
            </span>
          </p>
        )}
        {reason && !message.dismissedAt && (
          <Note tone={state === 'failed' || state === 'bounced' ? 'bad' : 'wait'}>
            <Words text={`${reason[0]!.toUpperCase()}${reason.slice(1)}.`} most={1500} />
          </Note>
        )}
        <Facts message={message} />
        {canBeActedOn(message) && <Acts message={message} {...{ door, typed, complaint }} />}
        <section class="panel">
          <h2>Text</h2>
          <LinesField
            id="text"
            label="As it is sent"
            hint="Select it all to copy it."
            value={text}
            rows={Math.min(30, text.split('\n').length + 1)}
            readonly
          />
          {html && (
            <details>
              <summary>With markup</summary>
              <LinesField id="html" label="HTML" value={html} rows={12} readonly />
            </details>
          )}
        </section>
        <p class="hint">Message {id}</p>
      </div>
    </Layout>
  )
}

function Facts({ message }: { readonly message: Message }) {
  const { kind, to, about, number, attempts, response, sentAt, settledBy, messageId } = message
  return (
    <dl class="panel facts">
      <Fact name="State">
        <MessageBadge message={message} />
        {settledBy && (
          <span class="hint">
            {' '}
            by <Words text={settledBy} most={80} />
          </span>
        )}
      </Fact>
      <Fact name="To">
        <Words text={[to.name, to.address && `<${to.address}>`].filter(Boolean).join(' ') || '–'} most={300} />
      </Fact>
      <Fact name="Kind">{messageKinds[kind]?.label ?? kind}</Fact>
      {about.requestId !== undefined && (
        <Fact name="About">
          {requestNumber(about.requestId)}, message {number}
        </Fact>
      )}
      <Fact name="Written">
        <Moment at={message.createdAt} />
      </Fact>
      {sentAt && (
        <Fact name="Sent">
          <Moment at={sentAt} />
          {response && (
            <span class="hint">
              {' '}
              <Words text={response} most={300} />
            </span>
          )}
        </Fact>
      )}
      {attempts > 0 && <Fact name="Tries">{attempts}</Fact>}
      {messageId && (
        <Fact name="Message-ID">
          <code>{messageId}</code>
        </Fact>
      )}
    </dl>
  )
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

type ActsProps = Pick<MessagePageProps, 'door' | 'message' | 'typed' | 'complaint'>

function Acts({ door, message: { id, to, state }, typed, complaint }: ActsProps) {
  return (
    <section class="panel">
      <h2>What now?</h2>
      {state === 'unsure' && (
        <p class="hint">
          Look for its Message-ID in the mail server’s log before you send it again: it may have arrived.
        </p>
      )}
      {!door.mail && <p class="hint">No mail server is configured: sending it only keeps it again.</p>}
      <form method="post" action={`/messages/${id}/send`} class="stacked">
        <CsrfField />
        <TextField
          id="address"
          label="E-mail address"
          value={typed ?? to.address}
          complaint={complaint}
          maxLength={254}
          autocomplete="off"
          spellcheck={false}
        />
        <button type="submit" class="btn primary">
          {state === 'held' || state === 'kept' ? 'Send it' : 'Send it again'}
        </button>
      </form>
      <div class="bar">
        <form method="post" action={`/messages/${id}/told`}>
          <CsrfField />
          <button type="submit" class="btn">
            Sent by other means
          </button>
        </form>
        <form method="post" action={`/messages/${id}/dismiss`}>
          <CsrfField />
          <button type="submit" class="btn">
            Dismiss
          </button>
        </form>
      </div>
    </section>
  )
}
