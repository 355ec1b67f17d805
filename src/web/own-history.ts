import type { Visit } from '../circulation/index.ts'
import { type Engine, eventLabel, type StoredEvent } from '../workflow/index.ts'

/** What happened, as far as readers are told. */
export interface OwnEvent {
  readonly label: string
  readonly at: Date
  /** What staff wrote to the reader with it. */
  readonly note?: string
}

/** What happened and was not taken back: readers are not told of slips. */
function standing(events: readonly StoredEvent[]): readonly StoredEvent[] {
  const undone = new Set(events.map(({ undoes }) => undoes))
  return events.filter(({ version }) => !undone.has(version))
}

/** What happened to a request, as far as its reader is told: nothing of lenders or staff. */
export function toldEvents(
  engine: Engine,
  events: readonly StoredEvent[],
): readonly (OwnEvent & { readonly version: number })[] {
  const { definition } = engine.machine('request')
  return standing(events).flatMap(({ event, at, version }) => {
    const label = event === 'start' ? 'You asked for it' : eventLabel(definition, event, 'patron')
    return label === undefined ? [] : [{ version, label, at }]
  })
}

/** Only staff write to readers: whatever a lender's system sends is no word to them. */
function noteOf({ actor, form }: StoredEvent): string | undefined {
  const { patronNote } = form
  return actor.kind === 'staff' && typeof patronNote === 'string' && patronNote !== '' ? patronNote : undefined
}

/**
 * The same with what happened at its lenders, of whom nothing is said, and when its reader had it: the oldest first.
 * @param lines the history of each lender's line
 */
export function ownHistory(
  engine: Engine,
  request: readonly StoredEvent[],
  lines: readonly (readonly StoredEvent[])[],
  visits: readonly Visit[],
): readonly OwnEvent[] {
  const { definition } = engine.machine('borrowing')
  const sent = lines.flatMap(standing).flatMap((told) => {
    const { event, at } = told
    const note = noteOf(told)
    const label = eventLabel(definition, event, 'patron') ?? (note && 'Your library wrote to you')
    return label === undefined ? [] : [{ label, at, ...(note !== undefined && { note }) }]
  })
  const had = visits.flatMap(({ lentAt, returnedAt, loan }) => [
    ...(lentAt ? [{ label: 'You borrowed it', at: lentAt }] : []),
    ...(returnedAt && !loan ? [{ label: 'You brought it back', at: returnedAt }] : []),
  ])
  return [...toldEvents(engine, request), ...sent, ...had].sort((one, other) => one.at.getTime() - other.at.getTime())
}
