/** SRU 1.1, 1.2 and 2.0, both sides: requests, responses, diagnostics and explain records. */
export {
  bib1DiagnosticOf,
  refuseSru,
  type SruCondition,
  type SruDiagnostic,
  sruDiagnosticOf,
  sruDiagnostics,
} from './diagnostics.ts'
export { explainRecord, type SruDescription } from './explain.ts'
export * from './read-response.ts'
export * from './request.ts'
export {
  type SruRecord,
  type SruSearchAnswer,
  type SruTerm,
  writeExplainResponse,
  writeScanResponse,
  writeSearchResponse,
} from './responses.ts'
export { newestSru, type SruVersion, sruVersions } from './versions.ts'
export * from './write-request.ts'
