import { viaAddress, viaMail } from '../../../ill/index.ts'
import { eventLabel, type StoredEvent } from '../../../workflow/index.ts'
import { TimeAt } from '../../components/instant.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { saidInEvent } from '../../said-in-event.ts'

export interface Told {
  readonly event: StoredEvent
  readonly label: string
  readonly who: string
  /** What was said with it, by field. */
  readonly said: ReturnType<typeof saidInEvent>
}

/** A part of a request's history: its own, or that of a lender's turn. */
export function told(
  { ill: { engine } }: Door,
  events: readonly StoredEvent[],
  machine: string,
  lender: string,
): Told[] {
  const { definition } = engine.machine(machine)
  return events.map((event) => ({
    event,
    label:
      byItself(event, lender) ??
      `${event.event === 'start' && lender ? 'Added' : (eventLabel(definition, event.event) ?? event.event)}${lender ? ` – ${lender}` : ''}`,
    who: event.actor.name,
    said: saidInEvent(definition, event),
  }))
}

/** How a copy came that nobody had to take in. */
function byItself({ event, via }: StoredEvent, lender: string): string | undefined {
  if (event !== 'receivedAsCopy') return undefined
  if (via === viaMail) return `Copy received by e-mail from ${lender}`
  return via === viaAddress ? `Copy fetched from where ${lender} put it` : undefined
}

export const History = ({ events }: { readonly events: readonly Told[] }) => (
  <section class="panel">
    <h2>History</h2>
    <ol class="line">
      {events.map(({ event, label, who, said }) => (
        <li key={`${label} ${event.version} ${event.at.getTime()}`}>
          <b>{label}</b>
          <br />
          <span class="hint">
            <TimeAt at={event.at} /> · {who}
          </span>
          {typeof event.form['changed'] === 'string' && <p class="letter">{event.form['changed']}</p>}
          {said.map(([words, text]) => (
            <p key={words}>
              <span class="hint">{words}:</span> <Words text={text} most={600} />
            </p>
          ))}
          {typeof event.form['privateNote'] === 'string' && <p>{event.form['privateNote']}</p>}
        </li>
      ))}
    </ol>
  </section>
)
