import type { Branch, FacetCounts } from '../../catalogue/index.ts'
import { pathFor, wordsParams } from '../address.ts'
import { filterLabels, valueWords } from '../facet-words.ts'
import { listFilters, type OurAddress, ourHref, unfiltered } from '../our-address.ts'
import { ChosenFilters, yearWords } from './chosen-filters.tsx'
import { Filters, offered } from './filters.tsx'

interface OurFiltersProps {
  readonly address: OurAddress
  readonly facets: FacetCounts
  readonly branches: readonly Branch[]
}

/** What the list of our catalogue can be narrowed to. */
export const OurFilters = ({ address, facets, branches }: OurFiltersProps) => (
  <Filters
    action={pathFor('/search', address)}
    kept={kept(address)}
    on={ourFiltersOn(address)}
    available={{ words: 'Available now', chosen: address.available !== undefined }}
    groups={listFilters.map((filter) => ({
      name: filter,
      legend: filterLabels[filter],
      chosen: address[filter],
      choices: offered(facets[filter], address[filter]).map(({ value, count }) => ({
        value,
        count,
        words: valueWords(filter, value, branches),
      })),
    }))}
    from={address.from}
    to={address.to}
  />
)

/** How many filters narrow the list. */
export const ourFiltersOn = ({ format, language, branch, from, to, available }: OurAddress): number =>
  format.length + language.length + branch.length + Number(from !== undefined || to !== undefined) + Number(!!available)

function* kept(address: OurAddress): Generator<readonly [string, string]> {
  yield* wordsParams(address)
  if (address.t.length > 0) yield ['where', 'ours']
  if (address.sort !== 'relevance') yield ['sort', address.sort]
}

/** The filters of the list of our catalogue that are on. */
export function OurChosenFilters({ address, branches }: Omit<OurFiltersProps, 'facets'>) {
  const first = { ...address, cursor: undefined }
  return (
    <ChosenFilters
      chips={[
        ...(address.available ? [['Available now', ourHref({ ...first, available: undefined })] as const] : []),
        ...listFilters.flatMap((filter) =>
          address[filter].map(
            (value) =>
              [
                `${filterLabels[filter]}: ${valueWords(filter, value, branches)}`,
                ourHref({ ...first, [filter]: address[filter].filter((one) => one !== value) }),
              ] as const,
          ),
        ),
        ...(yearWords(address)
          ? [[yearWords(address)!, ourHref({ ...first, from: undefined, to: undefined })] as const]
          : []),
      ]}
      none={ourHref(unfiltered(address))}
    />
  )
}
