/** Interlibrary loan: requests of readers, the turns of lenders, and who they are. */
export { tokenActor } from './actors.ts'
export { loginsWithoutAccount } from './adapters/alerts.ts'
export { answerWords, libraryLetters } from './adapters/library-letters.ts'
export { type LibrarySystem, ncipDesk } from './adapters/ncip-desk.ts'
export { ownCirculation } from './adapters/own-circulation.ts'
export { ownShelf } from './adapters/own-shelf.ts'
export * from './citation-form/index.ts'
export * from './documents/index.ts'
export * from './exchange/index.ts'
export { Wanted as WantedByLibrary } from './exchange/message.ts'
export * from './fees/index.ts'
export { createIll, type Ill, type IllOptions } from './house.ts'
export { lendingLateBy, lineLateBy } from './late.ts'
export * from './lenders/index.ts'
export * from './lending/index.ts'
export * from './library-system/index.ts'
export { addLine, orderLines } from './lines/change.ts'
export { isCalledBack, linesOf, readLines } from './lines/read.ts'
export type { Line } from './lines/types.ts'
export * from './lists/index.ts'
export { borrowingMachine, type LineEvent, type LineState, liveLineStates } from './machines/borrowing.ts'
export { illDefinitions, illMachines } from './machines/index.ts'
export { type LendingEvent, type LendingState, lendingMachine, lentStates } from './machines/lending.ts'
export { codesInWords } from './machines/lending-codes.ts'
export { openRequestStates, type RequestEvent, type RequestState, requestMachine } from './machines/request.ts'
export {
  type AnswerEvent,
  type AnswerLink,
  answerByLink,
  answerForms,
  applyReply,
  beginFetching,
  countReplies,
  dismissReply,
  type FetchOptions,
  fetchHandlers,
  fetchMail,
  isAnswerEvent,
  openReplies,
  type Reply,
  type ReplyFile,
  readAnswerLink,
  readReply,
  repliesAbout,
  sayableEvents,
  viaMail,
} from './mail/index.ts'
export * from './money/index.ts'
export {
  type BorrowerNews,
  type Circulation,
  type IllPorts,
  type KnownPatron,
  type LenderChannel,
  type LenderMessage,
  type LineAct,
  lenderMessages,
  type PatronCheck,
  type PatronFound,
} from './ports.ts'
export { type Card, type Counted, requestCards } from './requests/cards.ts'
export { type OwnQuery, statesHere } from './requests/current.ts'
export { detailsOf, type RequestDetails } from './requests/details.ts'
export { editRequest } from './requests/edit.ts'
export { forgetRequests } from './requests/forget.ts'
export {
  countRequests,
  listRequests,
  type RequestPage,
  type RequestSort,
  requestIds,
  requestSorts,
} from './requests/list.ts'
export { messagesWithin } from './requests/messages-within.ts'
export { parseRequestNumber, requestNumber } from './requests/number.ts'
export {
  acceptPatron,
  checkPatronAgain,
  type PatronStanding,
  readPatronStanding,
  verdictOf,
} from './requests/patron-standing.ts'
export { type PlaceOptions, placeRequest } from './requests/place.ts'
export type { RequestQuery } from './requests/query.ts'
export { type QueueName, queueNames, queues } from './requests/queues.ts'
export { readRequest, readSourceRecord } from './requests/read.ts'
export { readReceived } from './requests/received.ts'
export type { Obstacle, Order, PlaceOutcome, Request, RequestSource } from './requests/types.ts'
export * from './rota/index.ts'
export { IllSettings, illSettings } from './settings.ts'
