import { type OperationOptions, type Phase, type Progress, TargetFailure } from './types.ts'

/** Monotonic milliseconds: deadlines must not move with the wall clock. */
export const now = (): number => performance.now()

/** One call of a caller: how long it may take in all, and whether it is still wanted. */
export interface Attempt {
  readonly signal: AbortSignal | undefined
  /** When the whole must be over, and how long that was from the start. */
  readonly endsAt: number
  readonly total: number
  readonly onProgress: ((progress: Progress) => void) | undefined
}

export function beginAttempt(total: number, { signal, onProgress }: OperationOptions = {}): Attempt {
  const attempt: Attempt = { signal, endsAt: now() + total, total, onProgress }
  throwIfCancelled(attempt)
  return attempt
}

/**
 * Why an attempt goes on no longer once its signal has fired. A caller whose time was over says so: that is the target's
 * failure. Any other has just left.
 */
export const whyLeft = (signal: AbortSignal | undefined): TargetFailure =>
  signal?.reason instanceof TargetFailure ? signal.reason : new TargetFailure({ kind: 'cancelled' })

/** @throws TargetFailure cancelled, or timed-out where the caller's time was over */
export function throwIfCancelled({ signal }: Attempt): void {
  if (signal?.aborted) throw whyLeft(signal)
}

/** Milliseconds left for a phase that may take `limit`: the whole attempt may end sooner. */
export function timeLeft(attempt: Attempt, limit: number): number {
  return Math.max(0, Math.min(limit, attempt.endsAt - now()))
}

/** The failure of a phase that took too long: the phase's own limit, or the limit of the whole. */
export function tooLate(attempt: Attempt, phase: Phase, limit: number): TargetFailure {
  return now() >= attempt.endsAt - 1
    ? new TargetFailure({ kind: 'timed-out', phase: 'total', after: attempt.total })
    : new TargetFailure({ kind: 'timed-out', phase, after: limit })
}

/**
 * Waits for something that cannot be stopped itself, at most `limit` milliseconds and while the attempt is wanted.
 * What arrives too late goes to `late`, so that nothing is left open.
 */
export function within<T>(
  attempt: Attempt,
  limit: number,
  waitFor: Promise<T>,
  failure: () => TargetFailure,
  late: (value: T) => void = () => undefined,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let over = false
    const finish = (act: () => void) => {
      if (over) return
      over = true
      clearTimeout(timer)
      attempt.signal?.removeEventListener('abort', cancel)
      act()
    }
    const cancel = () => finish(() => reject(whyLeft(attempt.signal)))
    const timer = setTimeout(() => finish(() => reject(failure())), timeLeft(attempt, limit))
    attempt.signal?.addEventListener('abort', cancel)
    if (attempt.signal?.aborted) cancel()
    waitFor.then(
      (value) => (over ? late(value) : finish(() => resolve(value))),
      (error) => finish(() => reject(error)),
    )
  })
}
