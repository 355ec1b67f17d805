/** Requests of other libraries: what they want of us, and how it stands. */
export { availabilityOf, type Candidate, type CopyAtHand } from './availability.ts'
export { detailsOfLending, LendingDetails } from './details.ts'
export { usualDue } from './due.ts'
export { editLending } from './edit.ts'
export { forgetLendings } from './forget.ts'
export { type Heard, lendingEventOf } from './heard.ts'
export { type Outlook, outlookOf } from './likeliest.ts'
export {
  countLendings,
  type LendingCount,
  type LendingPage,
  type LendingQuery,
  type LendingSort,
  lendingSorts,
  listLendings,
} from './list.ts'
export { lendingNumber, parseLendingNumber } from './number.ts'
export { type Opened, type OpenOptions, openLending } from './open.ts'
export {
  notThere,
  type PrintList,
  type PrintRun,
  print,
  printedAt,
  printLists,
  printRuns,
  toPrint,
} from './printing.ts'
export {
  type LendingCard,
  type LendingQueue,
  lendingCards,
  lendingQueueNames,
  lendingQueues,
  queryOfQueue,
} from './queues.ts'
export { findLending, lendingOfItem, readLending, readLendings } from './read.ts'
export {
  fetchSentCopy,
  removeSentCopies,
  type SentCopy,
  type ShipMeans,
  sentCopies,
  shipCopy,
} from './sent-copies.ts'
export { type Situation, StandingRule, standingAnswer, standingFor, standingHandlers } from './standing.ts'
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
