/** ISO 10161 over TCP: the door at which systems of other libraries call, and calls of theirs. */
export type { NoteRefusal, Origin, ReceiveMessage } from './association.ts'
export { callIllSystem, type IllCall, type IllOutcome, illPort } from './call.ts'
export { type CarrierOptions, iso10161Carrier } from './carrier.ts'
export { defaultIllServerLimits, type IllServerLimits } from './limits.ts'
export { type PartnersOptions, type RefuseOptions, receiveOfPartners, refuseOfPartners } from './partners.ts'
export { notUnderstood, type Refusal } from './refusal.ts'
export { createIllServer, type IllServerOptions } from './server.ts'
