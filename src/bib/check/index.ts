export { checkRecord } from './check-record.ts'
export type { Finding } from './findings.ts'
