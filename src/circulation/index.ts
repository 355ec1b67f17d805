/**
 * Loans, reservations, and the temporary items of interlibrary loan. Functions take a transaction first, then the
 * lending rules where these matter; the time comes with what is to be done.
 */
export {
  type CalendarInUse,
  type CalendarSource,
  calendarAt,
  calendarInUse,
  type HouseClock,
  houseClock,
  todayAt,
} from './calendars.ts'
export { type CheckedIn, type CheckIn, checkIn } from './check-in.ts'
export { type CheckedOut, type CheckOut, checkOut, type LoanRefusal } from './check-out.ts'
export { forgetPast } from './forget.ts'
export { illItem, loanToLibrary, openLoan } from './hold.ts'
export {
  type AddedIllItem,
  type AddIllItem,
  addIllItem,
  closeIllItem,
  illStatus,
  isLentOut,
  type LenderDueSet,
  removeIllItem,
  setLenderDue,
} from './ill-items.ts'
export { circulationHandlers, tendCirculation } from './jobs.ts'
export {
  changeLibraryDue,
  copiesForLibraries,
  dropLibraryReservation,
  type LibraryAct,
  lendToLibrary,
  reserveForLibrary,
  takeBackFromLibrary,
  unlendToLibrary,
} from './library-loans.ts'
export {
  type After,
  dueDates,
  type LoanLine,
  loansOf,
  overdueLoans,
  pickupShelf,
  type ReservationLine,
  reservationsOf,
  reservationsOfBib,
  type ShelfLine,
  toClear,
  toFetch,
} from './lists.ts'
export { type Courtesy, courtesies, noticeKinds, noticesSent } from './notices/choice.ts'
export { type NoticesQuery, noticeSent, noticesDue, type OverdueNotice } from './notices/due.ts'
export { undoTime } from './notices/jobs.ts'
export { sendOverdueNotices, sendReminders } from './notices/send.ts'
export type { NoticeOptions } from './notices/write.ts'
export { type Patron, patronOf } from './patrons.ts'
export { type Renewal, type RenewalRefusal, type Renewed, renewLoan } from './renew.ts'
export { cancelReservation, changePickup, moveReservation, type ReservationAct } from './reservations/change.ts'
export { expirePickups } from './reservations/expire.ts'
export { type Place, type Placed, type PlaceRefusal, placeReservation, type Wanted } from './reservations/place.ts'
export { canBeReserved, readReservation } from './reservations/read.ts'
export { type Block, blocksOf, dueOn, limitsOf, ruleFor, type Standing } from './rules.ts'
export {
  CirculationFile,
  type CirculationSettings,
  calendarOf,
  circulationSettings,
  defaultCirculation,
} from './settings.ts'
export type { DeskAct, IllItem, Loan, Reservation, ReservationLevel, ReservationState } from './types.ts'
export { type ScanAct, type Undone, type UndoRefusal, undoScan } from './undo.ts'
export { type Visit, visitsFor } from './visits.ts'
