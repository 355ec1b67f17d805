/** Loading files of records: staged, looked at, loaded in the background, undone. */

export { tableEncodings } from '../../standards/table/index.ts'
export { importBatch, importBatches } from './batches.ts'
export { bytesOfSource as bytesOfImport } from './chunks.ts'
export { cancelImport, chooseEncoding, pauseLoad, resumeLoad, startCheck, startLoad, undoImport } from './control.ts'
export { importHandlers } from './handlers.ts'
export { type SourceLimits, usualLimits } from './incoming.ts'
export { type EncodingPreview, previewEncodings, type SourcePreview } from './preview.ts'
export { ImportProfile } from './profile.ts'
export {
  builtInProfiles,
  type ImportProfiles,
  ImportProfilesFile,
  importProfiles,
  profileFor,
  profileNamed,
} from './profiles.ts'
export { rejectsFile } from './rejects-file.ts'
export { releaseSource } from './release.ts'
export {
  type ImportDiff,
  type ImportRecordsPage,
  importDiff,
  importRecords,
  rejectsOf,
  reportHead,
  reportLine,
} from './report.ts'
export { type Staged, type StageOptions, stageImport } from './stage.ts'
export * from './types.ts'
