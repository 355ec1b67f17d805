import type { RpnQuery } from '../standards/query/index.ts'
import { type ElementSetNames, rpnOf } from '../standards/z3950/index.ts'
import type { Association } from './association.ts'
import type { Attempt } from './attempt.ts'
import { nonSurrogates, refused } from './diagnostics.ts'
import { recordOf } from './records.ts'
import { termEncoder } from './term-encoding.ts'
import { type RemoteRecord, TargetFailure, type Z3950Settings } from './types.ts'

/** Any set larger than this is "large": no limit in practice. */
const noLimit = 2_000_000_000
const mostHits = 2 ** 31 - 1

export interface Found {
  readonly hits: number
  readonly partial: boolean
  readonly records: readonly RemoteRecord[]
}

export interface Asked {
  readonly query: RpnQuery
  /** What the result set is called. */
  readonly name: string
  /** Records asked for in the same breath, and the OID of their syntax. */
  readonly prefetch: number
  readonly syntax: string
}

/**
 * Makes a result set.
 * @throws TargetFailure diagnostic when the target cannot carry it out; whatever a request throws
 */
export async function searchSet(
  association: Association,
  target: Z3950Settings,
  { query, name, prefetch, syntax }: Asked,
  attempt: Attempt,
): Promise<Found> {
  const encoder = termEncoder(target.queryEncoding)
  const rpn = rpnOf(query, encoder instanceof Promise ? await encoder : encoder)
  const wanted = prefetch > 0
  const names = wanted ? elementSetNames(target.elementSet) : undefined
  const answer = await association.request(
    (referenceId) => ({
      type: 'searchRequest',
      value: {
        referenceId,
        smallSetUpperBound: wanted ? 1 : 0,
        largeSetLowerBound: wanted ? noLimit : 1,
        mediumSetPresentNumber: prefetch,
        replaceIndicator: true,
        resultSetName: name,
        databaseNames: target.databases,
        // A single hit is a small set, any other a medium one: both need the element set name.
        smallSetElementSetNames: names,
        mediumSetElementSetNames: names,
        preferredRecordSyntax: wanted ? syntax : undefined,
        query: { type: 'type1', value: rpn },
      },
    }),
    'searchResponse',
    'search',
    target.deadlines.search,
    attempt,
  )
  const { resultCount, searchStatus, resultSetStatus, records } = answer
  const partial = resultSetStatus === 'subset' || resultSetStatus === 'interim' || resultSetStatus === 'estimate'
  // A failed search may leave part of its result set behind: then that is the result.
  if (!searchStatus && !(partial && resultCount > 0)) {
    throw new TargetFailure(refused('search', nonSurrogates(records)))
  }
  return {
    hits: Math.min(Math.max(resultCount, 0), mostHits),
    partial: partial || resultCount < 0,
    records: records?.type === 'responseRecords' ? records.value.slice(0, prefetch).map(numbered) : [],
  }
}

const numbered = (record: Parameters<typeof recordOf>[0], index: number) => recordOf(record, index + 1)

/** An element set name that goes for every database. */
export function elementSetNames(name: string | undefined): ElementSetNames | undefined {
  return name === undefined ? undefined : { type: 'genericElementSetName', value: name }
}
