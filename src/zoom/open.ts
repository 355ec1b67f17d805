import type { Log } from '../kit/index.ts'
import { Association } from './association.ts'
import type { Attempt } from './attempt.ts'
import { connect, type Resolve } from './connect.ts'
import { discretionOf } from './discretion.ts'
import { failureOf } from './failures.ts'
import { type Implementation, initialize } from './initialize.ts'
import type { Pace } from './pace.ts'
import type { Failure, Z3950Settings } from './types.ts'

/** What opening an association needs besides the target. */
export interface Surroundings {
  readonly resolve: Resolve
  readonly pace: Pace
  readonly implementation: Implementation
  readonly log: Log | undefined
}

/** Logs that a target broke the protocol, without a secret that it may have said. */
export function breachLog(target: Z3950Settings, log: Log | undefined): (failure: Failure) => void {
  const discretion = discretionOf(target)
  return (failure) =>
    log?.warn({ failure: discretion.failure(failure) }, 'association ended: the target broke the protocol')
}

/** Connects and does the Init: the association is ready to search. @throws TargetFailure of connecting or Init */
export async function openAssociation(
  target: Z3950Settings,
  { resolve, pace, implementation, log }: Surroundings,
  attempt: Attempt,
): Promise<Association> {
  attempt.onProgress?.('connecting')
  const association = new Association(await connect(target, resolve, attempt), pace, breachLog(target, log))
  try {
    await initialize(association, target, implementation, attempt)
    return association
  } catch (error) {
    association.destroy(failureOf(error) ?? { kind: 'cancelled' })
    throw error
  }
}
