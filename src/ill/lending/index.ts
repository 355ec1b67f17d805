/** Requests of other libraries: what they want of us, and how it stands. */
export { type Fee, feesOf } from './fees.ts'
export { type Heard, lendingEventOf } from './heard.ts'
export { lendingNumber, parseLendingNumber } from './number.ts'
export { type Opened, type OpenOptions, openLending } from './open.ts'
export { findLending, lendingOfItem, readLending, readLendings } from './read.ts'
export {
  type AskingLibrary,
  type HoldWish,
  type Lending,
  type LendingAct,
  type LendingOrder,
  systemWays,
  type Way,
  ways,
} from './types.ts'
export { bibsWanted } from './wanted.ts'
