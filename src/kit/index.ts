export { type Actor, type AuditEntry, aReader, audit, forgetReaders, mustActIn } from './audit.ts'
export {
  type AuditLine,
  type AuditQuery,
  auditedKinds,
  auditLines,
  auditPage,
} from './audit-trail.ts'
export { CertificateFile } from './certificates.ts'
export { type Clock, systemClock } from './clock.ts'
export { type Close, closeInTurn, closeTogether } from './closing.ts'
export { type Environment, environmentVariables, parseConfig, readConfig, readEnvironment } from './config.ts'
export { installed } from './installation.ts'
export { createLog, type Log, type LogLevel } from './log.ts'
export { type Networks, networkOf, readNetworks } from './network.ts'
export {
  createSeal,
  installedSeal,
  keepsKeyInFile,
  noSeal,
  readSecretKey,
  replaceKeyFile,
  type Seal,
} from './sealing.ts'
