/** NCIP 2.02, how circulation systems are asked to act, as XML: what an initiator says, and what it is answered. Pure. */
export type { Credential, Described, Initiation, Initiator, RecordNumber, Service } from './initiation.ts'
export {
  type NcipProblem,
  type NcipReading,
  type NcipResponse,
  type NcipUser,
  readResponse,
  responseLimits,
} from './read.ts'
export { readTime } from './time.ts'
export { writeInitiation } from './write.ts'
