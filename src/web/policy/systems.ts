import { circulationQueue, type Rules } from './rule.ts'

/**
 * Doors for programs of others: our target over SRU, where a POST changes nothing, and libraries' systems, which show
 * in their own way who they are; and what is asked of the library's own.
 */
export const systems = {
  'GET /sru/:database': 'public',
  'POST /sru/:database': 'public',
  'POST /iso18626': 'public',

  // The library's own system
  'GET /circulation-queue': circulationQueue,
  'POST /circulation-queue/:call/retry': circulationQueue,
  'POST /circulation-queue/:call/by-hand': circulationQueue,
  'POST /circulation-queue/:call/take-back': circulationQueue,
} as const satisfies Rules
