import type { FeeEntry, FeeSide } from '../../../ill/index.ts'

/** Schemes as people call them. */
export const schemeWords: Readonly<Record<FeeEntry['scheme'], string>> = { ifm: 'IFM', laser: 'LASER' }

/** What a side of an entry is to us. */
export const sideWords: Readonly<Record<FeeSide, string>> = {
  borrowing: 'We borrowed, we pay',
  lending: 'We lent, we are paid',
}

/** An amount with its currency; words where nobody has said how much. */
export const amountWords = ({ amount, currency }: Pick<FeeEntry, 'amount' | 'currency'>): string =>
  amount === null ? 'amount not said' : [amount, currency].filter(Boolean).join(' ')

/** The entries of one loan or copy in a line. */
export const feeWords = (fees: readonly FeeEntry[]): string =>
  fees
    .map((fee) => `${amountWords(fee)} (${schemeWords[fee.scheme]}${fee.kind === 'reversal' ? ', taken back' : ''})`)
    .join(', ')
