/** Amounts of money: as people type them, as other systems write them, and the currencies there are. */
export { minorUnits } from './currencies.ts'
export {
  currencyCode,
  inMinorUnits,
  type Money,
  moneyField,
  moneyHeard,
  moneyIn,
  moneyText,
  plainAmount,
  readMoney,
} from './money.ts'
