import type { HitFacets, TargetStatus } from '../../search/index.ts'
import { pathFor, resultsHref, type SearchAddress, stoppedParams, wordsParams } from '../address.ts'
import { valueWords } from '../facet-words.ts'
import { type HitFilter, hitFilters, hitFiltersOn, wholeList } from '../narrowed.ts'
import { ChosenFilters, yearWords } from './chosen-filters.tsx'
import { Filters, offered } from './filters.tsx'

type Labelled = Pick<TargetStatus, 'id' | 'label'>

const legends: Readonly<Record<HitFilter, string>> = { lib: 'Library', kind: 'Format', language: 'Language' }
const facetOf = { lib: 'library', kind: 'format', language: 'language' } as const

/** A value of a filter as readers say it. */
function words(filter: HitFilter, value: string, targets: readonly Labelled[]): string {
  if (filter === 'lib') return targets.find(({ id }) => id === value)?.label ?? value
  return valueWords(facetOf[filter] === 'format' ? 'format' : 'language', value, [])
}

interface HitFiltersProps {
  readonly address: SearchAddress
  readonly facets: HitFacets
  readonly targets: readonly Labelled[]
}

const onTheShelf = 'On the shelf now'

/** What the list of other libraries' records can be narrowed to. A library's own set has one library. */
export const HitFilters = ({ address, facets, targets }: HitFiltersProps) => (
  <Filters
    action={pathFor('/search', address)}
    kept={kept(address)}
    on={hitFiltersOn(address)}
    available={
      facets.available > 0 || address.available
        ? { words: onTheShelf, chosen: address.available !== undefined, count: facets.available }
        : undefined
    }
    groups={hitFilters
      .filter((filter) => filter !== 'lib' || address.set === undefined)
      .map((filter) => ({
        name: filter,
        legend: legends[filter],
        chosen: address[filter],
        choices: offered(facets[facetOf[filter]], address[filter]).map(({ value, count }) => ({
          value,
          count,
          words: words(filter, value, targets),
        })),
      }))}
    from={address.from}
    to={address.to}
    years={facets.years}
  />
)

function* kept(address: SearchAddress): Generator<readonly [string, string]> {
  yield* wordsParams(address)
  yield ['where', 'others']
  if (address.sort !== 'relevance') yield ['sort', address.sort]
  yield* stoppedParams(address)
  if (address.set !== undefined) yield ['set', address.set]
}

/** The filters of the list of other libraries' records that are on. */
export function ChosenHitFilters({ address, targets }: Omit<HitFiltersProps, 'facets'>) {
  const first = { ...address, page: 1 }
  const years = yearWords(address)
  return (
    <ChosenFilters
      chips={[
        ...(address.available ? [[onTheShelf, resultsHref({ ...first, available: undefined })] as const] : []),
        ...hitFilters
          .filter((filter) => filter !== 'lib' || address.set === undefined)
          .flatMap((filter) =>
            address[filter].map(
              (value) =>
                [
                  `${legends[filter]}: ${words(filter, value, targets)}`,
                  resultsHref({ ...first, [filter]: address[filter].filter((one) => one !== value) }),
                ] as const,
            ),
          ),
        ...(years === undefined ? [] : [[years, resultsHref({ ...first, from: undefined, to: undefined })] as const]),
      ]}
      none={resultsHref({ ...address, ...wholeList })}
    />
  )
}
