import type { Visit } from '../circulation/index.ts'
import { type Line, type OwnCopy, openRequestStates, type Request, statesHere } from '../ill/index.ts'
import { type Engine, stateLabel } from '../workflow/index.ts'
import { longDate } from './dates.ts'

/** Where a request stands, for its reader: nothing of lenders or staff. */
export interface Standing {
  readonly words: string
  readonly tone: 'ok' | 'bad' | 'calm'
  /** What comes next, or what the reader is to do. */
  readonly next?: string
  /** What the reader may keep longer. */
  readonly loan?: Visit['loan']
}

/** What is known of a request besides itself. */
export interface Surroundings {
  readonly lines: readonly Line[]
  readonly copies: readonly OwnCopy[]
  readonly visits: readonly Visit[]
  readonly branchName: (code: string) => string
}

/** Whether something a lender sent is still here, or with the reader. */
export const isHere = ({ state, data }: Line): boolean => !data.closed && statesHere.includes(state)

export function ownStanding(engine: Engine, request: Request, all: Surroundings): Standing {
  const around = withoutTakenBack(all)
  const { lines, copies } = around
  const copy = copies.find(({ standing }) => standing === 'ready') ?? copies[0]
  if (copy) return { words: copyWords[copy.standing](copy), tone: copy.standing === 'ready' ? 'ok' : 'calm' }
  const words = stateLabel(engine.machine('request').definition, request, 'patron') ?? ''
  const isOpen = openRequestStates.includes(request.state)
  if (!isOpen && request.state !== 'completed') return { words, tone: 'calm' }
  if (lines.some(isHere)) return standingHere(around)
  // A copy on paper: nothing of it is to come back.
  if (lines.some(({ state }) => state === 'received')) return { words: 'It has come to your library', tone: 'calm' }
  const isAt = (state: Line['state']) => lines.some((line) => line.state === state)
  if (isAt('shipped')) return { words: 'It is on its way to your library', tone: 'calm', next: told }
  if (isAt('pending') || isAt('conditional'))
    return {
      words: 'We have asked a library for it',
      tone: 'calm',
      next: 'They send it to us, or we ask another library.',
    }
  return { words, tone: 'calm', ...(isOpen && { next: nextOf[request.state] }) }
}

/** Leaves out copies that were taken back, and who sent them, where something else has come or is under way by now. */
function withoutTakenBack(around: Surroundings): Surroundings {
  const back = new Set(around.copies.filter(({ standing }) => standing === 'withdrawn').map(({ lineId }) => lineId))
  const lines = around.lines.filter(({ id }) => !back.has(id))
  if (!lines.some((line) => isHere(line) || underWay.includes(line.state))) return around
  return { ...around, lines, copies: around.copies.filter(({ lineId }) => !back.has(lineId)) }
}
const underWay: readonly Line['state'][] = ['pending', 'conditional', 'shipped', 'received']

const told = 'We tell you when it has come.'
const nextOf: Readonly<Partial<Record<Request['state'], string>>> = {
  'pending-review': 'We look for a library that lends it.',
  assigned: 'We look for a library that lends it.',
  'in-process': 'We ask a library that has it.',
}

/** Something is here: with the reader, kept for the reader, or not yet ready. */
function standingHere({ visits, branchName }: Surroundings): Standing {
  const [loan] = visits.flatMap((visit) => visit.loan ?? []).sort((a, b) => a.dueOn.localeCompare(b.dueOn))
  if (loan?.overdue)
    return {
      ...{ words: `Overdue: it was due on ${longDate(loan.dueOn)}`, tone: 'bad', loan },
      next: 'Bring it back, please.',
    }
  const kept = visits.flatMap(({ reservation }) => reservation ?? [])
  const ready = kept.find(({ state }) => state === 'ready')
  if (ready)
    return {
      ...{ words: `It is ready for you at ${branchName(ready.pickupBranch)}`, tone: 'ok' },
      next: ready.keepUntil ? `Fetch it by ${longDate(ready.keepUntil)}.` : 'You can fetch it.',
    }
  if (loan)
    return {
      ...{ words: `You have it until ${longDate(loan.dueOn)}`, tone: 'calm', loan },
      next: 'Bring it back by then, or renew it.',
    }
  const onItsWay = kept.find(({ state }) => state === 'transit')
  if (onItsWay) return { words: `It is on its way to ${branchName(onItsWay.pickupBranch)}`, tone: 'calm', next: told }
  if (visits.length > 0 && visits.every(({ returnedAt }) => returnedAt !== undefined))
    return { words: 'You have brought it back', tone: 'calm', next: 'We send it home: there is nothing more to do.' }
  return { words: 'It has come to your library', tone: 'calm', next: 'We tell you when you can fetch it.' }
}

const copyWords: Readonly<Record<OwnCopy['standing'], (copy: OwnCopy) => string>> = {
  ready: () => 'Your copy is ready',
  'used-up': () => 'You have downloaded your copy',
  expired: ({ keepUntil }) => `Your copy was here until ${longDate(keepUntil)}`,
  withdrawn: () => 'The library has taken your copy back',
}

/** When it is expected, as far as a library has said. YYYY-MM-DD. */
export const expectedOn = (lines: readonly Line[]): string | undefined =>
  lines
    .filter(({ state }) => state === 'pending' || state === 'shipped')
    .flatMap(({ data }) => data.expectedOn ?? [])
    .sort()[0]
