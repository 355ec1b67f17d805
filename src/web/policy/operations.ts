import type { Rules } from './rule.ts'

/** For whoever runs it: they tell nothing of anybody. Figures are for a token, and for the addresses it was told of. */
export const operations = {
  'GET /healthz': 'public',
  'GET /readyz': 'public',
  'GET /metrics': 'metrics',
} as const satisfies Rules
