/** Serves databases of records over Z39.50, server side. */
export { CatalogueDatabase, type CatalogueOptions } from './catalogue/catalogue-database.ts'
export type { Credentials } from './credentials.ts'
export type {
  Database,
  Eventually,
  PresentedRecord,
  RecordSource,
  ResultSet,
  ScanAnswer,
  ScanEntry,
  ScanRequest,
  SortOrder,
} from './database.ts'
export { defaultServerLimits, type ServerLimits } from './limits.ts'
export { openRecordFile, type RecordFile, type RecordFileOptions } from './record-file/record-file.ts'
export { createZServer, type ZServer, type ZServerOptions } from './server.ts'
