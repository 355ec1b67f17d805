import type { Adjustment } from './adjustment.ts'

/** Ready sets of adjustments, which hold in every machine that has the events they name. */
export const profiles: Readonly<Record<string, Adjustment>> = {
  // Settling of fees and the like, for which libraries there have other ways.
  'north-america': {
    hide: ['costAdjustment', 'resendLastMessage', 'locations', 'changeService', 'unship'],
  },
}
