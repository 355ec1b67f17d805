export { createSearchService, type SearchServiceOptions } from './service.ts'
export { adHocTarget, type Target, TargetsFile } from './settings.ts'
export * from './types.ts'
