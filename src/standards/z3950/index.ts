export type HoldingsRecord = unknown
