import type { CirculationSettings } from '../../circulation/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { LendingEvent } from '../machines/lending.ts'
import { availabilityOf, type Candidate } from './availability.ts'
import { type Situation, situationAmong } from './standing.ts'
import type { Lending } from './types.ts'

/** What our catalogue says of a request that waits for its answer, and what is done with it most likely. */
export interface Outlook {
  /** `perhaps`: something is like it, and somebody has to look. */
  readonly situation: Situation | 'perhaps'
  /** The first that is possible is what staff do next; none where they have to look first. */
  readonly events: readonly LendingEvent[]
}

const next: Readonly<Record<Outlook['situation'], readonly LendingEvent[]>> = {
  available: ['shipped'],
  'on-loan': ['holdPlaced', 'retry'],
  'non-circulating': ['unfilled'],
  'not-held': ['unfilled'],
  perhaps: [],
}

/**
 * What is found of what a request wants, and what follows from that; undefined where that is settled: it waits for no
 * answer of ours, or a copy of ours was chosen for it, or it was promised.
 */
export async function outlookOf(
  tx: Tx,
  settings: CirculationSettings,
  lending: Lending,
  today: string,
): Promise<Outlook | undefined> {
  const { state, data, itemId } = lending
  if (state !== 'in-process' || itemId !== undefined || data.expiresAt === null) return undefined
  const candidates = await availabilityOf(tx, lending, today)
  const found = await situationAmong(tx, settings, candidates)
  const situation = data.service === 'copy' && atHand(candidates) ? 'available' : (found ?? 'perhaps')
  return { situation, events: next[situation] }
}

/** A copy can be made of whatever stands at its place, also of what is not lent. */
const atHand = (candidates: readonly Candidate[]) =>
  candidates.some(({ sure, copies }) => sure && copies.some(({ available }) => available))
