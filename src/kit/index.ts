export { type Clock, systemClock } from './clock.ts'
export { type Environment, parseConfig, readConfig, readEnvironment } from './config.ts'
export { createLog, type Log, type LogLevel } from './log.ts'
