/** What libraries say to each other over a protocol: kept, sent in order, taken in once. */
export { type Sendings, sentToAsked, sentToBorrower, sentToLender } from './before-sending.ts'
export { borrowersChannel } from './borrowers.ts'
export { callingOf, followCalling } from './calling.ts'
export { type Carried, type Carrier, type Carriers, type ExchangeProtocol, exchangeProtocols } from './carrier.ts'
export { exchangeChannel } from './channel.ts'
export { exchangeHandlers } from './deliver.ts'
export { forgetIllMessages, forgetStrayMessages } from './forget.ts'
export * as iso10161 from './iso10161/index.ts'
export * as iso18626 from './iso18626/index.ts'
export { lendingsSide } from './lendings.ts'
export { linesSide } from './lines.ts'
export { IllMessage, type Receipt, RequesterMessage, ResponderMessage } from './message.ts'
export { createNoting, type NoteNotUnderstood, type NotUnderstood, type Sender } from './not-understood.ts'
export { overHttp } from './over-http.ts'
export {
  type Acquaintance,
  headerComplaints,
  makePartnerToken,
  type Partner,
  type PartnerHeader,
  partnersAt,
  partnersShowing,
  readAcquaintance,
  readPartner,
  readPartnerHeader,
  revokePartnerToken,
  type Shown,
  setPartnerHeader,
} from './partners.ts'
export { type Receive, type ReceiveOptions, receiver } from './receive.ts'
export type { SentAs } from './sent-as.ts'
export type { CallingSettings, ExchangeSettings, TlsDoorSettings } from './settings.ts'
export { askableLines, askStatus, type Exchanged, exchangedAbout, offersResend, resendLast } from './thread.ts'
export { fieldWords, messageWords } from './words.ts'
