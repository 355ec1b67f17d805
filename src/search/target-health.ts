import type { TargetClient } from '../zoom/index.ts'
import { type Fared, usualTime } from './fared.ts'
import type { HealthBook } from './health-book.ts'
import type { Roster } from './roster.ts'
import { addressOf, type Target } from './settings.ts'
import { reachableLimits, type TargetHealth } from './types.ts'

/** How a target fares, from what its client knows now and what the book holds. */
export function targetHealth(target: Target, client: TargetClient, book: HealthBook): TargetHealth {
  const { id, label, audience, mostRecords } = target
  const { breaker, until, open, busy, waiting } = client.health()
  const { pool, searchesPerMinute, deadlines } = target.client
  const fared = book.of(target)
  const { outcomes, answer, failure } = fared
  const usual = usualTime(fared)
  return {
    ...{ id, label, address: addressOf(target.client), audience, breaker },
    ...(until !== undefined && { until: new Date(until) }),
    ...(usual !== undefined && { usual }),
    ...(answer && { lastAnswer: { ...answer, at: new Date(answer.at) } }),
    ...(failure && { lastFailure: { ...failure, at: new Date(failure.at) } }),
    ofLate: { asked: outcomes.length, failed: outcomes.filter(({ failed }) => failed).length },
    reached: reachedIn(fared),
    connections: { open, busy, waiting },
    limits: {
      ...{ connections: pool.associations, searchesPerMinute },
      ...{ records: mostRecords, total: deadlines.total },
    },
  }
}

const reachedIn = ({ reached }: Fared): TargetHealth['reached'] =>
  reachableLimits
    .flatMap((limit) => {
      const last = reached?.[limit]
      return last ? [{ limit, at: new Date(last.at), detail: last.detail }] : []
    })
    .sort((a, b) => b.at.getTime() - a.at.getTime())

/**
 * The targets of a search in the order they are asked and shown in: those that usually answer soon first, then those of
 * whom nothing is known, last those that are left out for now; within each as they came. Times that do not differ by
 * half are alike, so that the order does not change with each search.
 */
export function inOrderOfSpeed(
  targets: readonly Target[],
  roster: Pick<Roster, 'client'>,
  book: HealthBook,
): readonly Target[] {
  const rank = (target: Target): number => {
    if (roster.client(target.id).health().breaker === 'open') return Number.POSITIVE_INFINITY
    const usual = usualTime(book.of(target))
    return usual === undefined ? Number.MAX_VALUE : stepOf(usual)
  }
  return targets
    .map((target) => ({ target, rank: rank(target) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .map(({ target }) => target)
}

/** All times up to this are alike: nobody sees the difference. Milliseconds. */
const atOnce = 250

/** In which step of doubling times one lies: 0 up to 250 ms, 1 up to 500, 2 up to 1000… */
const stepOf = (ms: number): number => Math.max(0, Math.ceil(Math.log2(ms / atOnce)))
