import { type HouseClock, houseClock } from '../circulation/index.ts'
import type { Tx } from '../kit/db/index.ts'
import type { Door } from './door.ts'

/** The clocks of the house and its branches, now. */
export const clockOf = ({ circulation, clock }: Pick<Door, 'circulation' | 'clock'>, tx: Tx): Promise<HouseClock> =>
  houseClock(tx, circulation, clock.now())
