/** What libraries owe each other by a scheme that settles it: one entry when something is shipped, one against it when it was not. */
export { type FeeCause, type FeeEntry, type FeeScheme, type FeeSide, feesOf, postFee, reverseFee } from './ledger.ts'
export { SettlementSettings, schemeFee } from './settings.ts'
export {
  type StatementLine,
  type StatementQuery,
  type StatementSum,
  type StatementTotal,
  settledPartners,
  statementLines,
  statementSums,
  statementTotals,
} from './statement.ts'
