/** The system a library has of its own, and what is asked of it. */
export { lookUpUser, type TriedStep, type UserFound } from './look-up.ts'
export { type Asked, createNcip, type Ncip } from './ncip.ts'
export { createHousePatrons, type HousePatrons } from './patrons.ts'
export {
  LibrarySystemSettings,
  librarySystemFile,
  librarySystemSettings,
  NcipSettings,
  type StepMode,
} from './settings.ts'
export * from './sip2/index.ts'
