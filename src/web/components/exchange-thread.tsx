import { z } from 'zod'
import { codesInWords, type Exchanged, fieldWords, messageWords, moneyText } from '../../ill/index.ts'
import { dayWords } from '../pages/requests/words.ts'
import { Moment } from './moment.tsx'
import { CsrfField } from './visit.tsx'
import { Words } from './words.tsx'

interface ExchangeThreadProps {
  /** The library on the other side. */
  readonly partner: string
  /** About one line, or one request of another library; the oldest first. */
  readonly messages: readonly Exchanged[]
  /** What came in after this is not read yet; nothing where it is not given. */
  readonly readUntil?: Date | undefined
  /** Where its acts are posted. */
  readonly base: string
  /** It can be asked where the request stands. */
  readonly mayAsk: boolean
  /** The last message can be sent again. */
  readonly mayResend: boolean
}

const longestNote = 2000

/** What our system and another library's said to each other, and what can be done about it. */
export function ExchangeThread({ partner, messages, readUntil, base, mayAsk, mayResend }: ExchangeThreadProps) {
  const last = messages.filter(({ direction }) => direction === 'out').at(-1)
  const rests = last !== undefined && last.state !== 'queued' && last.state !== 'sent'
  const isUnread = ({ direction, at }: Exchanged) => direction === 'in' && readUntil !== undefined && at > readUntil
  return (
    <section class="panel">
      <h2>
        With <Words text={partner} most={120} />
      </h2>
      <ol class="line thread">
        {messages.map((one) => (
          <Said key={one.id} said={one} partner={partner} unread={isUnread(one)} />
        ))}
      </ol>
      {mayAsk && (
        <form method="post" action={`${base}/status`}>
          <CsrfField />
          <button type="submit" class="btn">
            Ask where it stands
          </button>
        </form>
      )}
      {rests && mayResend && (
        <details>
          <summary>Resend Last Message…</summary>
          <form method="post" action={`${base}/resend`} class="stacked">
            <CsrfField />
            <p class="hint">
              “{messageWords(last.message.message.type)}” once more: whoever has it already does nothing twice.
            </p>
            {last.message.message.type !== 'note' && (
              <div class="field">
                <label for={`${base}-note`}>Another note</label>
                <textarea id={`${base}-note`} name="note" rows={2} maxLength={longestNote} />
              </div>
            )}
            <button type="submit" class="btn">
              Resend Last Message
            </button>
          </form>
        </details>
      )}
    </section>
  )
}

const states: Readonly<
  Record<Exchanged['direction'], Readonly<Record<Exchanged['state'], readonly [string, string]>>>
> = {
  out: {
    queued: ['wait', 'Waiting'],
    sent: ['wait', 'Sent, not confirmed'],
    confirmed: ['ok', 'Confirmed'],
    refused: ['bad', 'Refused'],
    failed: ['bad', 'Not sent'],
  },
  in: {
    queued: ['wait', 'Waiting'],
    sent: ['wait', 'Waiting'],
    confirmed: ['calm', 'Taken in'],
    refused: ['bad', 'Refused by us'],
    failed: ['bad', 'Refused by us'],
  },
}

function Said({
  said,
  partner,
  unread,
}: {
  readonly said: Exchanged
  readonly partner: string
  readonly unread: boolean
}) {
  const { direction, message, state, receipt, error, attempts, at, dueAt } = said
  const [tone, words] = states[direction][state]
  const { type, note, ...facts } = message.message as { type: string; note?: string } & Record<string, unknown>
  const why = receipt?.kind === 'refused' ? receipt.text || receipt.why : error
  return (
    <li>
      <b>{messageWords(type)}</b> <span class={`badge ${tone}`}>{words}</span>
      {unread && (
        <>
          {' '}
          <span class="badge wait">Unread</span>
        </>
      )}
      <br />
      <span class="hint">
        {direction === 'out' ? 'we' : <Words text={partner} most={80} />}, <Moment at={at} />
        {attempts > 1 && `, tried ${attempts} times`}
        {dueAt && attempts > 0 && (
          <>
            , again <Moment at={dueAt} />
          </>
        )}
      </span>
      {factsOf(facts).map(([name, value]) => (
        <p key={name}>
          {name}: <Words text={value} most={400} />
        </p>
      ))}
      {note && (
        <p class="letter">
          <Words text={note} most={4000} />
        </p>
      )}
      {why && (
        <p class="complaint">
          ✕ <Words text={why} most={400} />
        </p>
      )}
    </li>
  )
}

/** What is said in single fields, in words. */
const factsOf = (facts: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] =>
  Object.entries(fieldWords).flatMap(([field, name]) => {
    const text = factWords(facts[field])
    return text === '' ? [] : [[name, text] as const]
  })

function factWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(factWords).filter(Boolean).join('; ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return z.iso.date().safeParse(value).success ? dayWords(value) : codesInWords(value)
  const money = Amount.safeParse(value)
  if (money.success) return moneyText(money.data)
  const address = Address.safeParse(value)
  return address.success ? parts.flatMap((part) => address.data[part] || []).join(', ') : ''
}

const Amount = z.object({ amount: z.string(), currency: z.string().optional() })
/** Of a postal address, in the order they are written in. */
const parts = ['name', 'street', 'postalCode', 'place', 'region', 'country'] as const
const Address = z.partialRecord(z.enum(parts), z.string())
