import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { networkOf } from '../kit/index.ts'
import { condition, refuse } from '../standards/z3950/index.ts'

/** Counts one more search against a client. Refuses it when there were too many. */
export type Admission = () => Promise<void>

/** Counts the searches of each client, whatever associations it makes them on. */
export function limitSearches(perMinute: number): (address: string) => Admission {
  if (perMinute === Number.POSITIVE_INFINITY) return () => async () => undefined
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 })
  return (address) => {
    const client = networkOf(address)
    return async () => {
      const refused = await limiter.consume(client).then(
        () => undefined,
        (answer: unknown) => answer,
      )
      if (refused === undefined) return
      if (!(refused instanceof RateLimiterRes)) throw refused
      refuse(
        condition.temporary,
        `too many searches: wait ${Math.max(1, Math.ceil(refused.msBeforeNext / 1000))} seconds`,
      )
    }
  }
}
