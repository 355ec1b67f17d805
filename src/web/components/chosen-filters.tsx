import type { Branch } from '../../catalogue/index.ts'
import { filterLabels, valueWords } from '../facet-words.ts'
import { listFilters, type OurAddress, ourHref, unfiltered } from '../our-address.ts'
import { filtersOn } from './filters.tsx'
import { Link } from './link.tsx'

interface ChosenFiltersProps {
  readonly address: OurAddress
  readonly branches: readonly Branch[]
}

/** The filters that are on, each with its way off. */
export function ChosenFilters({ address, branches }: ChosenFiltersProps) {
  const on = filtersOn(address)
  if (on === 0) return null
  const first = { ...address, cursor: undefined }
  return (
    <ul class="chosen" aria-label="Filters that are on">
      {address.available && <Chip words="Available now" without={{ ...first, available: undefined }} />}
      {listFilters.flatMap((filter) =>
        address[filter].map((value) => (
          <Chip
            key={`${filter} ${value}`}
            words={`${filterLabels[filter]}: ${valueWords(filter, value, branches)}`}
            without={{ ...first, [filter]: address[filter].filter((one) => one !== value) }}
          />
        )),
      )}
      {(address.from !== undefined || address.to !== undefined) && (
        <Chip words={yearWords(address)} without={{ ...first, from: undefined, to: undefined }} />
      )}
      {on > 1 && (
        <li>
          <Link class="quiet" to={ourHref(unfiltered(address))}>
            Remove all
          </Link>
        </li>
      )}
    </ul>
  )
}

const Chip = ({ words, without }: { readonly words: string; readonly without: OurAddress }) => (
  <li>
    <Link class="chip" to={ourHref(without)} label={`Remove filter ${words}`}>
      {words} <span aria-hidden="true">✕</span>
    </Link>
  </li>
)

function yearWords({ from, to }: OurAddress): string {
  if (from === undefined) return `Year: until ${to}`
  if (to === undefined) return `Year: from ${from}`
  return from === to ? `Year: ${from}` : `Year: ${from} to ${to}`
}
