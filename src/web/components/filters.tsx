import type { Branch, FacetCounts, FacetValue } from '../../catalogue/index.ts'
import { furtherFields, pathFor } from '../address.ts'
import { filterLabels, valueWords } from '../facet-words.ts'
import { type ListFilter, listFilters, type OurAddress } from '../our-address.ts'
import { count } from '../text.ts'

const mostUnfolded = 8

interface FiltersProps {
  readonly address: OurAddress
  readonly facets: FacetCounts
  readonly branches: readonly Branch[]
}

/** What the list can be narrowed to. One form with one button: nothing happens while boxes are ticked. */
export function Filters({ address, facets, branches }: FiltersProps) {
  const on = filtersOn(address)
  return (
    <details class="filters panel" id="filters" tabIndex={-1}>
      <summary>Filters {on > 0 && <span class="badge calm">{on} on</span>}</summary>
      <form action={pathFor('/search', address)} aria-label="Filters">
        <h2>Filters {on > 0 && <span class="badge calm">{on} on</span>}</h2>
        <Kept address={address} />
        <label class="check">
          <input type="checkbox" name="available" value="1" checked={address.available !== undefined} />
          <span>Available now</span>
        </label>
        {listFilters.map((filter) => (
          <ValueBoxes
            key={filter}
            filter={filter}
            values={offered(facets[filter], address[filter])}
            chosen={address[filter]}
            branches={branches}
          />
        ))}
        <fieldset>
          <legend>Year</legend>
          <div class="range">
            <YearInput name="from" words="From" value={address.from} />
            <YearInput name="to" words="to" value={address.to} />
          </div>
        </fieldset>
        <button type="submit" class="btn">
          Apply
        </button>
      </form>
    </details>
  )
}

/** How many filters narrow the list. */
export const filtersOn = ({ format, language, branch, from, to, available }: OurAddress): number =>
  format.length + language.length + branch.length + Number(from !== undefined || to !== undefined) + Number(!!available)

/** The search itself goes along unseen. */
const Kept = ({ address }: { readonly address: OurAddress }) => (
  <>
    {address.q && <input type="hidden" name="q" value={address.q} />}
    {address.q && address.in !== 'any' && <input type="hidden" name="in" value={address.in} />}
    {furtherFields.map(
      (field) => address[field] && <input key={field} type="hidden" name={field} value={address[field]} />,
    )}
    {address.t.map((id) => (
      <input key={id} type="hidden" name="t" value={id} />
    ))}
    {address.t.length > 0 && <input type="hidden" name="where" value="ours" />}
    {address.sort !== 'relevance' && <input type="hidden" name="sort" value={address.sort} />}
  </>
)

/** What is chosen stays on offer, even where nothing is left of it. */
const offered = (counted: readonly FacetValue[], chosen: readonly string[]): readonly FacetValue[] => [
  ...counted,
  ...chosen.filter((value) => !counted.some((one) => one.value === value)).map((value) => ({ value, count: 0 })),
]

interface ValueBoxesProps {
  readonly filter: ListFilter
  readonly values: readonly FacetValue[]
  readonly chosen: readonly string[]
  readonly branches: readonly Branch[]
}

function ValueBoxes({ filter, values, chosen, branches }: ValueBoxesProps) {
  if (values.length === 0) return null
  const box = ({ value, count: n }: FacetValue) => (
    <label key={value} class="check">
      <input type="checkbox" name={filter} value={value} checked={chosen.includes(value)} />
      <span>{valueWords(filter, value, branches)}</span>
      <span class="n">
        {n.toLocaleString('en')}
        <span class="hidden"> {n === 1 ? 'result' : 'results'}</span>
      </span>
    </label>
  )
  const folded = values.slice(mostUnfolded)
  return (
    <fieldset>
      <legend>{filterLabels[filter]}</legend>
      {values.slice(0, mostUnfolded).map(box)}
      {folded.length > 0 && (
        <details open={folded.some(({ value }) => chosen.includes(value))}>
          <summary>{count(folded.length, 'more', 'more')}</summary>
          {folded.map(box)}
        </details>
      )}
    </fieldset>
  )
}

interface YearInputProps {
  readonly name: 'from' | 'to'
  readonly words: string
  readonly value: number | undefined
}

const YearInput = ({ name, words, value }: YearInputProps) => (
  <label>
    {words}
    <input
      name={name}
      value={value}
      inputMode="numeric"
      pattern="[0-9]{1,4}"
      maxLength={4}
      title="A year, like 1969"
      autocomplete="off"
    />
  </label>
)
