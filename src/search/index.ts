export { syntaxNames } from './entries.ts'
export { createSearchService, type SearchServiceOptions } from './service.ts'
export { type AdHocSettings, addressOf, adHocTarget, type Target, TargetsFile } from './settings.ts'
export * from './types.ts'
