export { type BriefForm, type BriefOrigin, briefRecord, briefRecordsLike } from './brief-record.ts'
