import { z } from 'zod'
import { type BreakerPast, bib1CodeOf, type Failure } from '../zoom/index.ts'
import { type ReachedLimit, reachableLimits } from './types.ts'
import { failureWords } from './words.ts'

/** Searches whose time the usual one is the median of. */
const mostTimes = 15
/** What is looked at for "of late". */
const mostOutcomes = 20
/** Of what a target said: it may say a lot. */
const mostText = 500

const at = z.number()
const Phase = z.enum(['queue', 'connect', 'init', 'search', 'present', 'scan', 'sort', 'total'])
const Diagnostics = z.array(
  z.object({
    set: z.string(),
    code: z.number(),
    bib1: z.number().exactOptional(),
    text: z.string(),
    addinfo: z.string().exactOptional(),
  }),
)

/** Failures that open a breaker, as they are kept. */
const KeptFailure = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('refused'), detail: z.string() }),
  z.object({ kind: z.literal('unreachable'), detail: z.string() }),
  z.object({ kind: z.literal('timed-out'), phase: Phase, after: z.number() }),
  z.object({ kind: z.literal('closed'), phase: Phase, reason: z.string().exactOptional() }),
  z.object({ kind: z.literal('too-many-sessions'), diagnostics: Diagnostics }),
  z.object({ kind: z.literal('wrong-protocol'), expected: z.enum(['Z39.50', 'SRU']), found: z.string() }),
  z.object({
    kind: z.literal('protocol-error'),
    phase: Phase,
    offset: z.number().exactOptional(),
    detail: z.string(),
  }),
]) satisfies z.ZodType<Failure>

/** How a target fared of late, as it is kept from one start to the next. Times are epoch milliseconds. */
export const Fared = z.object({
  /** Milliseconds of the last searches that were answered, the oldest first. */
  times: z.array(z.number()),
  /** The last operations that were answered or failed, the oldest first. */
  outcomes: z.array(z.object({ at, failed: z.boolean() })),
  answer: z.object({ at, hits: z.number(), ms: z.number() }).exactOptional(),
  failure: z.object({ at, kind: z.string(), phrase: z.string(), detail: z.string() }).exactOptional(),
  /** When each limit of ours was last reached. */
  reached: z.partialRecord(z.enum(reachableLimits), z.object({ at, detail: z.string() })).exactOptional(),
  breaker: z.object({ until: at, pauses: z.number(), last: KeptFailure }).exactOptional(),
})
export type Fared = z.output<typeof Fared>

/** Of a target that was never asked. */
export const neverAsked: Fared = { times: [], outcomes: [] }

/** After a search that was answered. */
export const answered = (
  fared: Fared,
  { hits, ms }: { readonly hits: number; readonly ms: number },
  at: number,
  breaker: BreakerPast | undefined,
): Fared => ({
  ...kept(fared, breaker),
  times: [...fared.times, Math.round(ms)].slice(-mostTimes),
  outcomes: [...fared.outcomes, { at, failed: false }].slice(-mostOutcomes),
  answer: { at, hits, ms: Math.round(ms) },
})

/** Where a failure has what the target itself said. */
const theirWords: ReadonlySet<string> = new Set(['detail', 'reason', 'found', 'text', 'addinfo'])

/** A failure without most of what the target said at length. */
export function shortened<F extends Failure>(failure: F): F {
  const text = JSON.stringify(failure, (key, part: unknown) =>
    typeof part === 'string' && theirWords.has(key) ? short(part) : part,
  )
  return JSON.parse(text) as F
}

/** After a failure. What only says that the target cannot be asked so is none of its health. */
export function failed(fared: Fared, failure: Failure, at: number, breaker: BreakerPast | undefined): Fared {
  if (failure.kind === 'cancelled' || isPlainRefusal(failure)) return fared
  const { kind, phrase, detail } = failureWords(failure)
  if (failure.kind === 'busy') return limited(kept(fared, breaker), failure.limit, detail, at)
  if (failure.kind === 'circuit-open') return limited(kept(fared, breaker), 'pause', detail, at)
  const ranOut = failure.kind === 'timed-out' && failure.phase === 'total'
  return {
    ...(ranOut ? limited(kept(fared, breaker), 'time', detail, at) : kept(fared, breaker)),
    outcomes: [...fared.outcomes, { at, failed: true }].slice(-mostOutcomes),
    failure: { at, kind, phrase, detail },
  }
}

/** After a limit of ours was reached. */
export const limited = (fared: Fared, limit: ReachedLimit, detail: string, at: number): Fared => ({
  ...fared,
  reached: { ...fared.reached, [limit]: { at, detail } },
})

function kept({ breaker: _, ...fared }: Fared, breaker: BreakerPast | undefined): Fared {
  const last = KeptFailure.safeParse(breaker?.last).data
  return { ...fared, ...(breaker && last && { breaker: { ...breaker, last } }) }
}

/** Milliseconds an answer usually takes: the median; undefined where none ever came. */
export const usualTime = ({ times }: Fared): number | undefined => [...times].sort((a, b) => a - b)[times.length >> 1]

/**
 * Diagnostics of a target that is not well: system errors, a database that is not there or not open. Any other says
 * that it cannot be asked in this way. Z39.50-2003 appendix DIAG, Bib-1.
 */
const unwell: ReadonlySet<number> = new Set([1, 2, 109, 235, 236])

const isPlainRefusal = (failure: Failure): boolean =>
  failure.kind === 'diagnostic' && !failure.diagnostics.some((one) => unwell.has(bib1CodeOf(one) ?? 0))

const short = (text: string): string => (text.length > mostText ? `${text.slice(0, mostText)}…` : text)
