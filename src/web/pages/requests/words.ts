import type { Line, Request } from '../../../ill/index.ts'
import type { Engine } from '../../../workflow/index.ts'
import { stateLabel } from '../../../workflow/index.ts'

/** What a request's status is called. */
export const requestStatus = (engine: Engine, { state, lastEvent }: Request): string =>
  stateLabel(engine.machine('request').definition, { state, lastEvent }) ?? state

/** What a lender's line is called, from its state and what happened last. */
export function lineStatus(engine: Engine, { state, lastEvent, data }: Line): string {
  if (state === 'idle' && !data.approved) return 'Unapproved'
  return stateLabel(engine.machine('borrowing').definition, { state, lastEvent }) ?? state
}

/** How a status is coloured, with the sign that says the same. */
export const tones: Readonly<Record<string, readonly [tone: string, sign: string]>> = {
  'pending-review': ['wait', '○'],
  assigned: ['info', '●'],
  'in-process': ['info', '●'],
  completed: ['ok', '✓'],
  'completed-located': ['ok', '✓'],
  cancelled: ['calm', '✕'],
  expired: ['calm', '✕'],
  'unable-to-supply': ['bad', '✕'],
  idle: ['calm', '○'],
  pending: ['wait', '➜'],
  conditional: ['wait', '?'],
  'cancel-pending': ['wait', '✕'],
  'not-supplied': ['calm', '✕'],
  shipped: ['info', '➜'],
  'not-received-overdue': ['bad', '!'],
  received: ['ok', '✓'],
  'renew-pending': ['wait', '↻'],
  overdue: ['bad', '!'],
  'renew-overdue': ['bad', '!'],
  recall: ['bad', '!'],
  returned: ['calm', '✓'],
  lost: ['bad', '!'],
  'checked-in': ['ok', '✓'],
  forward: ['calm', '➜'],
}

const dayFormat = { day: 'numeric', month: 'short', year: 'numeric' } as const
const day = new Intl.DateTimeFormat('en-GB', { ...dayFormat, timeZone: 'UTC' })

/** A day, from YYYY-MM-DD. */
export const dayWords = (date: string): string => day.format(new Date(date))
/** The day it is at an instant, by the clocks of a place. */
export const dayAtWords = (instant: string | Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { ...dayFormat, timeZone }).format(new Date(instant))
/** An instant to the minute, by the clocks of a place. */
export const timeWords = (instant: string | Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone },
  }).format(new Date(instant))

/** How long ago, in words. */
export function agoWords(then: Date, now: number): string {
  const days = Math.floor((now - then.getTime()) / 86_400_000)
  return days <= 0 ? 'today' : days === 1 ? '1 day' : `${days} days`
}
