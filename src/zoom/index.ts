/** Clients of Z39.50 targets: associations, pool, circuit breaker, result sets. */
export { AssociationLimit } from './association-limit.ts'
export { type BreakerLimits, breakerDefaults } from './breaker.ts'
export { type ClientOptions, createClient } from './client.ts'
export { type Resolve, systemResolve } from './connect.ts'
export type { Implementation } from './initialize.ts'
export { defaultPace, type Pace } from './pace.ts'
export { type ProbeStep, probe } from './probe.ts'
export * from './types.ts'
