/** Messages between libraries as ISO 18626: what a partner's profile and version make of them, and back. Pure. */
export { type Answered, confirmIso18626, readConfirmation } from './confirm.ts'
export { type Peer, type Profile, type ProfileName, profileNames, profiles } from './profiles.ts'
export { type Address, type Arrived, fromIso18626, type Incoming, isPrivate, readIso18626 } from './read.ts'
export type { Refused } from './refusal.ts'
export { type Sending, toIso18626 } from './write.ts'
