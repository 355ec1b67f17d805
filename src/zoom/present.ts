import type { PresentResponse } from '../standards/z3950/index.ts'
import type { Association } from './association.ts'
import type { Attempt } from './attempt.ts'
import { nonSurrogates, refused } from './diagnostics.ts'
import { recordOf } from './records.ts'
import { elementSetNames } from './search-set.ts'
import { type RemoteRecord, type TargetDiagnostic, TargetFailure, type Z3950Settings } from './types.ts'

/** Records wanted of a result set. */
export interface Wanted {
  readonly set: string
  /** 1-based. */
  readonly start: number
  readonly count: number
  readonly syntax: string
  readonly elementSet: string | undefined
}

/** Bib-1 conditions that fewer records at a time may cure: range, system error, size, resources. */
const tooMuchAtOnce: ReadonlySet<number> = new Set([13, 14, 16, 17, 31])
/** Of those, the ones that are about a single record once it was asked for alone. */
const recordAtFault: ReadonlySet<number> = new Set([14, 16, 17])
/** The target will give no more of this set: out of range, too many, out of resources. */
const endOfSet: ReadonlySet<number> = new Set([12, 13, 31, 32, 33])
/** Element set names not known: the target's own choice of elements will do. */
const elementSetAtFault: ReadonlySet<number> = new Set([24, 25, 26])
/** The result set is gone. */
const setLost: ReadonlySet<number> = new Set([27, 30])

/** The name of a result set is refused, or there are too many of them. */
const nameRefused: ReadonlySet<number> = new Set([21, 22, 112])

const has = (diagnostics: readonly TargetDiagnostic[], conditions: ReadonlySet<number>) =>
  diagnostics.some(({ code }) => conditions.has(code))

const failedWith = (error: unknown, conditions: ReadonlySet<number>): boolean =>
  error instanceof TargetFailure && error.failure.kind === 'diagnostic' && has(error.failure.diagnostics, conditions)

/** Whether an operation failed because the target does not hold the result set any more. */
export const isSetLost = (error: unknown): boolean => failedWith(error, setLost)

/** Whether a search failed because of what its result set is called. */
export const isNameRefused = (error: unknown): boolean => failedWith(error, nameRefused)

/**
 * Fetches records in chunks. Returns fewer when the target gives fewer; a record that the target cannot deliver is a
 * diagnostic in its place. Every round trip either brings a record, skips one or halves the chunk, so it ends.
 * @throws TargetFailure diagnostic when not one record came; whatever a request throws
 */
export async function fetchRecords(
  association: Association,
  target: Z3950Settings,
  wanted: Wanted,
  attempt: Attempt,
): Promise<RemoteRecord[]> {
  const records: RemoteRecord[] = []
  let { elementSet } = wanted
  let chunk = target.presentChunk
  while (records.length < wanted.count) {
    const position = wanted.start + records.length
    const count = Math.min(chunk, wanted.count - records.length)
    const answer = await present(association, target, wanted, position, count, elementSet, attempt)
    if (answer.records?.type === 'responseRecords' && answer.records.value.length > 0) {
      const came = answer.records.value
      for (let i = 0; i < came.length && i < count; i++) records.push(recordOf(came[i]!, position + i))
      continue
    }
    const diagnostics = reasonsOf(answer)
    if (diagnostics.length === 0) break
    if (has(diagnostics, elementSetAtFault) && elementSet !== undefined) elementSet = undefined
    else if (has(diagnostics, tooMuchAtOnce) && count > 1) chunk = Math.floor(count / 2)
    else if (has(diagnostics, recordAtFault))
      records.push({ position, type: 'diagnostic', diagnostic: diagnostics[0]! })
    else if (records.length === 0) throw new TargetFailure({ kind: 'diagnostic', phase: 'present', diagnostics })
    else {
      if (!has(diagnostics, endOfSet)) records.push({ position, type: 'diagnostic', diagnostic: diagnostics[0]! })
      break
    }
  }
  return records
}

function present(
  association: Association,
  { deadlines }: Z3950Settings,
  { set, syntax }: Wanted,
  start: number,
  count: number,
  elementSet: string | undefined,
  attempt: Attempt,
): Promise<PresentResponse> {
  const names = elementSetNames(elementSet)
  return association.request(
    (referenceId) => ({
      type: 'presentRequest',
      value: {
        referenceId,
        resultSetId: set,
        resultSetStartPoint: start,
        numberOfRecordsRequested: count,
        recordComposition: names && { type: 'simple', value: names },
        preferredRecordSyntax: syntax,
      },
    }),
    'presentResponse',
    'present',
    deadlines.present,
    attempt,
  )
}

/** Why no records came; nothing when the target says that all went well. */
function reasonsOf({ records, presentStatus }: PresentResponse): readonly TargetDiagnostic[] {
  const diagnostics = nonSurrogates(records)
  if (presentStatus === 'failure' && diagnostics.length === 0) throw new TargetFailure(refused('present', []))
  return diagnostics
}
