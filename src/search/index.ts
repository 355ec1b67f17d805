export { createSearchService, type SearchServiceOptions } from './service.ts'
export { type AdHocSettings, adHocTarget, syntaxNames, type Target, TargetsFile } from './settings.ts'
export * from './types.ts'
