/** Calls of other systems over HTTP: only where that is allowed, and not for longer than is reasonable. */
export { type Network, networkIn, type Reach, reachOf } from './networks.ts'
export { type Answer, addressRefusal, type Posting, post, reachable } from './post.ts'
