/** Calls of other systems over HTTP: only where that is allowed, and not for longer than is reasonable. */

export { type Found, type Getting, get } from './get.ts'
export { AllowNetworks, type Network, networkIn, type Reach, reachOf } from './networks.ts'
export { type Answer, type Posting, post } from './post.ts'
export { addressesWithin, addressRefusal, type Lookup, reachable } from './reach.ts'
