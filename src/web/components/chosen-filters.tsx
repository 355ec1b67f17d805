import { Link } from './link.tsx'

interface ChosenFiltersProps {
  /** What each filter says, and the address of the list without it. */
  readonly chips: readonly (readonly [words: string, without: string])[]
  /** The address of the list without any. */
  readonly none: string
}

/** The filters that are on, each with its way off. */
export function ChosenFilters({ chips, none }: ChosenFiltersProps) {
  if (chips.length === 0) return null
  return (
    <ul class="chosen" aria-label="Filters that are on">
      {chips.map(([words, without]) => (
        <li key={words}>
          <Link class="chip" to={without} label={`Remove filter ${words}`}>
            {words} <span aria-hidden="true">✕</span>
          </Link>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <Link class="quiet" to={none}>
            Remove all
          </Link>
        </li>
      )}
    </ul>
  )
}

interface Years {
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** Years as a filter says them; undefined where any will do. */
export function yearWords({ from, to }: Years): string | undefined {
  if (from === undefined && to === undefined) return undefined
  if (from === undefined) return `Year: until ${to}`
  if (to === undefined) return `Year: from ${from}`
  return from === to ? `Year: ${from}` : `Year: ${from} to ${to}`
}
