import { bib1CodeOf, type TargetDiagnostic, TargetFailure } from '../zoom/index.ts'

/** Diagnostics by which a target says that it gives no more of a set. Z39.50-2003 appendix DIAG, Bib-1. */
const endOfSet: ReadonlySet<number> = new Set([12, 13, 31, 32, 33])

/** What a target refused with, where that is how it failed. */
export const diagnosticsOf = (error: unknown): readonly TargetDiagnostic[] | undefined =>
  error instanceof TargetFailure && error.failure.kind === 'diagnostic' ? error.failure.diagnostics : undefined

/** Whether a failure says that the target gives no more of a set. */
export const isEndOfSet = (error: unknown): boolean =>
  error instanceof TargetFailure &&
  error.failure.kind === 'diagnostic' &&
  error.failure.diagnostics.every((diagnostic) => endOfSet.has(bib1CodeOf(diagnostic) ?? 0))

/** Limits an operation's time on the wall clock; clear the timer when it ended by itself. */
export const abortAfter = (stop: AbortController, ms: number) =>
  setTimeout(() => stop.abort(new TargetFailure({ kind: 'timed-out', phase: 'total', after: ms })), ms)
