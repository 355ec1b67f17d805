/** What libraries say to each other, as APDUs of ISO 10161 and back. */
export { fromIso10161, headingOf, isPrivate, readIso10161, serviceOf } from './from.ts'
export { isForLater, laterReport, type Reporting, receiptOf, reportOf, stranger } from './report.ts'
export { toIso10161, unsaid } from './to.ts'
export type { Refusal, Understood } from './understood.ts'
