import { type LenderFields, LenderSchema } from '../../../src/ill/index.ts'

export const actor = { name: 'test', via: 'cli' } as const

/** A lender with what matters to a test; the rest is as it is with most. */
export const lender = (fields: Partial<LenderFields> = {}): LenderFields =>
  LenderSchema.parse({ symbol: 'XX-One', name: 'One Library', protocol: 'none', ...fields })
