export { isAmong, type ShownCertificate } from './certificates.ts'
export { findLender, type LendersQuery, lenderLines, readLender, searchLenders } from './directory.ts'
export { addLender, changeLender } from './save.ts'
export { LenderSchema } from './schema.ts'
export { byMail, isReachable, type LenderStanding, standingOf } from './standing.ts'
export { LibrarySymbol, normaliseSymbol, symbolValue } from './symbol.ts'
export * from './table/index.ts'
export {
  type Answering,
  answerings,
  type ExchangeProfile,
  type ExchangeVersion,
  exchangeProfiles,
  exchangeVersions,
  type Lender,
  type LenderFields,
  type LenderLine,
  type Protocol,
  protocols,
  type Settlement,
  type Supply,
  settlements,
  supplies,
} from './types.ts'
