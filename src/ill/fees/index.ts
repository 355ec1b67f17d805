/** What we owe lenders by a scheme that settles it: one entry when something is shipped, one against it when it was not. */
export { type FeeCause, type FeeEntry, feeIn, feesOf, postFee, reverseFee } from './fees.ts'
