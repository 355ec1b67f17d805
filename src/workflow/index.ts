/** The workflow engine: machines as data, pure decisions, instances with their histories. It knows nothing of loans. */
export type { Action } from './actions.ts'
export { countInstances } from './census.ts'
export {
  type Decision,
  decide,
  type EventActor,
  type Grounds,
  type Guard,
  type GuardContext,
  type Happening,
  type Standing,
  type Timer,
  timersOf,
  type Worked,
} from './decide.ts'
export {
  type ActorKind,
  actor,
  add,
  after,
  afterDay,
  type Definition,
  defineWorkflow,
  type EventSpec,
  type Fields,
  type FieldValue,
  form,
  type Length,
  localPrefix,
  type Migration,
  now,
  only,
  rulesFor,
  worked,
} from './definition.ts'
export { mermaidOf, svgOf, type Way, waysOf } from './draw/index.ts'
export { type Cause, createEngine, type Engine, type EngineOptions, type Outcome } from './engine.ts'
export { faults } from './faults.ts'
export { type Folded, fold, type HistoryEvent, type StoredEvent } from './history.ts'
export { automaticJob, followedJob, workflowHandlers } from './jobs.ts'
export { type Audience, eventLabel, stateLabel } from './labels.ts'
export type { Alert, LocalAlert } from './local.ts'
export { doorOf } from './local.ts'
export { bind, type EffectContext, type EffectHandler, type Handlers, type Machine } from './machine.ts'
export { migrated, migrationFaults, stepFrom } from './migrate.ts'
export { beginMigrating, type Migrated, migrateInstances } from './migrate-all.ts'
export {
  createPolicy,
  newestOf,
  noPolicy,
  type Policy,
  type PolicyFile,
  policyFile,
  profiles,
  readPolicy,
  type Who,
} from './policy/index.ts'
export { Scenario, type Simulated, simulate } from './simulate.ts'
export { hasEarlierEffects, type Instance, transitionStatements } from './store.ts'
export type { Undoable } from './undo.ts'
