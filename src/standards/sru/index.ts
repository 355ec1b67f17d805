/** SRU 1.1, 1.2 and 2.0, server side: requests, responses, diagnostics and explain records. */
export { refuseSru, type SruCondition, type SruDiagnostic, sruDiagnosticOf, sruDiagnostics } from './diagnostics.ts'
export { explainRecord, type SruDescription } from './explain.ts'
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
