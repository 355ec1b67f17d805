import type { Person } from '../accounts/index.ts'
import { type Line, type OwnCopy, openRequestStates, type Request } from '../ill/index.ts'
import { type Engine, eventLabel, type StoredEvent, stateLabel } from '../workflow/index.ts'
import { longDate } from './dates.ts'

/** A completed request is current as long as its reader has to bring something back, or has a copy to download. */
export const isCurrent = ({ state }: Request, lines: readonly Line[], copies: readonly OwnCopy[] = []): boolean =>
  openRequestStates.includes(state) ||
  copies.some(({ standing }) => standing === 'ready') ||
  lines.some((line) => line.state === 'received' && !line.data.closed)

/** Closed requests are shown so long, to who did not ask for more. */
const remembered = 183 * 86_400_000
export const isRecent = ({ changedAt }: Request, now: number): boolean => now - changedAt.getTime() < remembered

/** Whether its reader is shown a request: older ones that have ended, only who wants them kept. */
export const isShown = (request: Request, lines: readonly Line[], person: Person | undefined, now: number): boolean =>
  isCurrent(request, lines) || isRecent(request, now) || person?.keepsHistory === true

/** Where a request stands, in the reader's words: nothing of lenders or staff. */
export function ownStatus(
  engine: Engine,
  request: Request,
  lines: readonly Line[],
  copies: readonly OwnCopy[] = [],
): string {
  const copy = copies.find(({ standing }) => standing === 'ready') ?? copies[0]
  if (copy) return copyStatus[copy.standing](copy)
  const words = stateLabel(engine.machine('request').definition, request, 'patron') ?? ''
  if (!openRequestStates.includes(request.state) && request.state !== 'completed') return words
  if (lines.some(({ state }) => state === 'received' || state === 'overdue' || state === 'recall'))
    return 'It has come to your library'
  if (lines.some(({ state }) => state === 'shipped')) return 'It is on its way to your library'
  if (lines.some(({ state }) => state === 'pending')) return 'We have asked a library for it'
  return words
}

const copyStatus: Readonly<Record<OwnCopy['standing'], (copy: OwnCopy) => string>> = {
  ready: () => 'Your copy is ready',
  'used-up': () => 'You have downloaded your copy',
  expired: ({ keepUntil }) => `Your copy was here until ${longDate(keepUntil)}`,
  withdrawn: () => 'The library has taken your copy back',
}

/** What happened, as far as readers are told. */
export interface OwnEvent {
  readonly version: number
  readonly label: string
  readonly at: Date
}

export function ownHistory(engine: Engine, events: readonly StoredEvent[]): readonly OwnEvent[] {
  const { definition } = engine.machine('request')
  return events.flatMap(({ event, at, version }) => {
    const label = event === 'start' ? 'You asked for it' : eventLabel(definition, event, 'patron')
    return label === undefined ? [] : [{ version, label, at }]
  })
}
