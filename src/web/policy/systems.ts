import type { Rules } from './rule.ts'

/**
 * Doors for programs of others: our target over SRU, where a POST changes nothing, and libraries' systems, which show
 * in their own way who they are.
 */
export const systems = {
  'GET /sru/:database': 'public',
  'POST /sru/:database': 'public',
  'POST /iso18626': 'public',
} as const satisfies Rules
