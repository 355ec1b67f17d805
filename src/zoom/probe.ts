import type { RpnQuery } from '../standards/query/index.ts'
import { discretionOf } from './discretion.ts'
import type { ProbeOptions, ProbeStep } from './probe-steps.ts'
import { probeSru } from './sru/probe.ts'
import type { TargetSettings } from './types.ts'
import { probeZ3950 } from './z3950-probe.ts'

/** Tries a target step by step, on a connection of its own and past breaker and limits. */
export async function* probe(
  target: TargetSettings,
  query: RpnQuery,
  options: ProbeOptions = {},
): AsyncGenerator<ProbeStep, void, undefined> {
  const discretion = discretionOf(target)
  const steps = target.protocol === 'sru' ? probeSru(target, query, options) : probeZ3950(target, query, options)
  for await (const step of steps) yield discretion.step(step)
}
