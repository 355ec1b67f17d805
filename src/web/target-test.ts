import { Counter, type Registry } from 'prom-client'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Problem } from '../problems.ts'
import type { ProbeStep, SearchService, TargetList } from '../search/index.ts'
import { may } from './may.ts'
import { policy } from './policy/index.ts'
import type { Exchange } from './route.ts'
import type { Visitor } from './visitor.ts'

/** Somebody waits for it: half a minute at most. */
const patience = 30_000

/** Tests a minute. They ask past breaker and limits, so they have their own. */
export interface TestLimit {
  readonly perPerson: number
  readonly perTarget: number
}

/** Tests of targets, which other people's servers pay for: limited and counted. */
export interface TargetTests {
  /**
   * Tests a target as it is saved, be it enabled or not. What did not come in time is a failed step of its own. Where
   * it is connected to, only administrators of targets hear.
   * @throws Problem not-found, too-many-tests
   */
  run(id: string, exchange: Exchange): Promise<readonly ProbeStep[]>
}

interface TestedBy {
  readonly service: SearchService
  readonly targets: TargetList
}

export function createTargetTests({ service, targets }: TestedBy, metrics: Registry, limit: TestLimit): TargetTests {
  const byPerson = new RateLimiterMemory({ points: limit.perPerson, duration: 60 })
  const ofTarget = new RateLimiterMemory({ points: limit.perTarget, duration: 60 })
  const tests = new Counter({
    name: 'farshelf_target_tests_total',
    help: 'Tests of a target that staff asked for, by what became of them; those over the limit are refused',
    labelNames: ['target', 'result'],
    registers: [metrics],
  })

  async function admit(target: string, visitor: Visitor): Promise<void> {
    try {
      await byPerson.consume(visitor.person?.id ?? visitor.tokenId ?? '').catch(refuse('by you'))
      await ofTarget.consume(target).catch(refuse('of this target'))
    } catch (error) {
      tests.inc({ target, result: 'refused' })
      throw error
    }
  }

  return {
    async run(id, { visitor, signal }) {
      await targets.refresh()
      const target = targets.find(id)
      if (!target) throw new Problem('not-found', { what: 'target' })
      await admit(id, visitor)
      const late = AbortSignal.timeout(patience)
      const seesPlace = may(visitor, policy['GET /admin/targets/:target'])
      const steps: ProbeStep[] = []
      for await (const { address, ...step } of service.probe(target, AbortSignal.any([signal, late]))) {
        const detail = late.aborted ? 'half a minute was over' : step.detail
        steps.push({ ...step, detail, ...(seesPlace && address !== undefined && { address }) })
        if (late.aborted) break
      }
      tests.inc({ target: id, result: works(steps) ? 'works' : 'fails' })
      return steps
    },
  }
}

const refuse = (of: string) => (refused: unknown) => {
  if (!(refused instanceof RateLimiterRes)) throw refused
  throw new Problem('too-many-tests', { of, seconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) })
}

/** A target works when it answers a search: few know every syntax. */
export const works = (steps: readonly ProbeStep[]): boolean => steps.some(({ step, ok }) => step === 'search' && ok)

/** How a test went, or why there was none, for a page to show. @throws what is neither */
export async function triedOf(
  tests: TargetTests,
  id: string,
  exchange: Exchange,
): Promise<{ readonly trace: readonly ProbeStep[] } | { readonly refusal: string }> {
  try {
    return { trace: await tests.run(id, exchange) }
  } catch (error) {
    if (error instanceof Problem && error.code === 'too-many-tests') return { refusal: `${error.message}.` }
    throw error
  }
}
