/** The system a library has of its own, and what is asked of it. */
export { type ByHand, keptBecause } from './acts.ts'
export { type Call, type CallState, callsAbout, openCallStates, readCall } from './calls.ts'
export { lookUpUser, type TriedStep, type UserFound } from './look-up.ts'
export { type Asked, createNcip, type Ncip } from './ncip.ts'
export { createHousePatrons, type HousePatrons } from './patrons.ts'
export { aboutCalls, type CallAbout, type CallsWithin, circulationQueue, isLate, type QueuedCall } from './queue.ts'
export {
  LibrarySystemSettings,
  librarySystemFile,
  librarySystemSettings,
  NcipSettings,
  type StepMode,
} from './settings.ts'
export * from './sip2/index.ts'
export { type StepName, stepNames, stepOf } from './steps.ts'
