import { Problem } from '../problems.ts'
import { type ProbeStep, secretOf, withoutSecret } from '../search/index.ts'
import type { Door } from './door.ts'

/** Somebody waits for it: half a minute at most. */
const patience = 30_000

/**
 * Tests a target as it is saved, be it enabled or not. What did not come in time is a failed step of its own. A target
 * that says our password back is not quoted with it.
 * @throws Problem not-found
 */
export async function testTarget({ targets, service }: Door, id: string, gone: AbortSignal): Promise<ProbeStep[]> {
  await targets.refresh()
  const target = targets.find(id)
  if (!target) throw new Problem('not-found', { what: 'target' })
  const late = AbortSignal.timeout(patience)
  const secret = secretOf(target.client)
  const steps: ProbeStep[] = []
  for await (const step of service.probe(target, AbortSignal.any([gone, late]))) {
    const detail = late.aborted ? 'half a minute was over' : step.detail
    steps.push({ ...step, detail: withoutSecret(detail, secret) })
    if (late.aborted) break
  }
  return steps
}

/** A target works when it answers a search: few know every syntax. */
export const works = (steps: readonly ProbeStep[]): boolean => steps.some(({ step, ok }) => step === 'search' && ok)
