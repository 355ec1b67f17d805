import type { Person } from '../accounts/index.ts'
import type { Visit } from '../circulation/index.ts'
import { openRequestStates, type Request } from '../ill/index.ts'
import { type Engine, eventLabel, type StoredEvent } from '../workflow/index.ts'
import { isHere } from './own-standing.ts'
import type { OwnRequest } from './own-standings.ts'

type Own = Pick<OwnRequest, 'request' | 'lines' | 'copies'>

/** A completed request is current as long as its reader has to bring something back, or has a copy to download. */
export const isCurrent = ({ request: { state }, lines, copies }: Own): boolean =>
  openRequestStates.includes(state) || copies.some(({ standing }) => standing === 'ready') || lines.some(isHere)

/** Closed requests are shown so long, to who did not ask for more. */
const remembered = 183 * 86_400_000
const isRecent = ({ changedAt }: Request, now: number): boolean => now - changedAt.getTime() < remembered

/** Whether its reader is shown a request: older ones that have ended, only who wants them kept. */
export const isShown = (own: Own, person: Person | undefined, now: number): boolean =>
  isCurrent(own) || isRecent(own.request, now) || person?.keepsHistory === true

/** What happened, as far as readers are told. */
export interface OwnEvent {
  readonly label: string
  readonly at: Date
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
  const sent = lines.flatMap(standing).flatMap(({ event, at }) => {
    const label = eventLabel(definition, event, 'patron')
    return label === undefined ? [] : [{ label, at }]
  })
  const had = visits.flatMap(({ lentAt, returnedAt, loan }) => [
    ...(lentAt ? [{ label: 'You borrowed it', at: lentAt }] : []),
    ...(returnedAt && !loan ? [{ label: 'You brought it back', at: returnedAt }] : []),
  ])
  return [...toldEvents(engine, request), ...sent, ...had].sort((one, other) => one.at.getTime() - other.at.getTime())
}
