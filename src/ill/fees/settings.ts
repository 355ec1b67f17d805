import { z } from 'zod'
import type { Service } from '../citation-form/index.ts'
import { type Money, moneyField, moneyIn } from '../money/index.ts'
import type { FeeScheme } from './ledger.ts'

const Prices = z.strictObject({
  loan: moneyField('Loan').optional(),
  copy: moneyField('Copy').optional(),
})

/** How schemes settle what libraries owe each other: the part `settlement` of ill.yaml. */
export const SettlementSettings = z.strictObject({
  /** What a scheme charges for a loan and a copy where nobody says what one costs. */
  ifm: Prices.prefault({}),
  laser: Prices.prefault({}),
  /** Actions that are offered for libraries without a scheme too. */
  withoutScheme: z.array(z.enum(['costAdjustment', 'unship'])).default([]),
})
export type SettlementSettings = z.infer<typeof SettlementSettings>

/** What a scheme charges; undefined where the house has not said. */
export const schemeFee = (settings: SettlementSettings, scheme: FeeScheme, service: Service): Money | undefined =>
  moneyIn(settings[scheme][service])
