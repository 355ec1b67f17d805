export { type BriefForm, type BriefOrigin, briefRecord } from './brief-record.ts'
