import type { Log } from '../kit/index.ts'
import { type Resolve, systemResolve } from './connect.ts'
import type { GuardOptions } from './guarded.ts'
import type { Implementation } from './initialize.ts'
import type { Surroundings } from './open.ts'
import { defaultPace, type Pace } from './pace.ts'
import { SruClient } from './sru/client.ts'
import type { TargetClient, TargetSettings } from './types.ts'
import { Z3950Client } from './z3950-client.ts'

/** What a client may be given in place of the machine's own. */
export interface ClientOptions extends GuardOptions {
  readonly log?: Log
  /** Finds, and may refuse, the addresses of a host. */
  readonly resolve?: Resolve
  readonly pace?: Pace
  readonly implementation?: Implementation
}

/** A client of one target: a pool of connections behind a circuit breaker. Opens nothing before it is asked. */
export function createClient(settings: TargetSettings, options: ClientOptions = {}): TargetClient {
  const surroundings = surroundingsOf(options)
  return settings.protocol === 'sru'
    ? new SruClient(settings, surroundings, options)
    : new Z3950Client(settings, surroundings, options)
}

/** What opening an association needs, from a client's options. */
export function surroundingsOf({ resolve, pace, implementation, log }: ClientOptions): Surroundings {
  return {
    resolve: resolve ?? systemResolve,
    pace: pace ?? defaultPace,
    implementation: implementation ?? { name: 'Farshelf', version: '0.1.0' },
    log,
  }
}
