import { count } from '../text.ts'

const mostUnfolded = 8

/** A value that a list can be narrowed to. */
export interface Choice {
  readonly value: string
  readonly words: string
  readonly count: number
}

/** Values of one kind, of which several may be chosen. */
export interface FilterGroup {
  /** Of the parameter. */
  readonly name: string
  readonly legend: string
  readonly choices: readonly Choice[]
  readonly chosen: readonly string[]
}

interface FiltersProps {
  readonly action: string
  /** The search itself, which goes along unseen. */
  readonly kept: Iterable<readonly [name: string, value: string]>
  /** How many filters are on. */
  readonly on: number
  /** What is on the shelf: left out where nobody says. */
  readonly available?: { readonly words: string; readonly chosen: boolean; readonly count?: number } | undefined
  readonly groups: readonly FilterGroup[]
  readonly from: number | undefined
  readonly to: number | undefined
  /** The first and last year there is, where known. */
  readonly years?: readonly [first: number, last: number] | undefined
}

/** What a list can be narrowed to. One form with one button: nothing happens while boxes are ticked. */
export function Filters({ action, kept, on, available, groups, from, to, years }: FiltersProps) {
  return (
    <details class="filters panel" id="filters" tabIndex={-1}>
      <summary>Filters {on > 0 && <span class="badge calm">{on} on</span>}</summary>
      <form action={action} aria-label="Filters">
        <h2>Filters {on > 0 && <span class="badge calm">{on} on</span>}</h2>
        {[...kept].map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        {available && (
          <label class="check">
            <input type="checkbox" name="available" value="1" checked={available.chosen} />
            <span>{available.words}</span>
            {available.count !== undefined && <Count of={available.count} />}
          </label>
        )}
        {groups.map((group) => (
          <Boxes key={group.name} {...group} />
        ))}
        <fieldset>
          <legend>Year</legend>
          <div class="range">
            <YearInput name="from" words="From" value={from} hint={years?.[0]} />
            <YearInput name="to" words="to" value={to} hint={years?.[1]} />
          </div>
        </fieldset>
        <button type="submit" class="btn">
          Apply
        </button>
      </form>
    </details>
  )
}

/** What is chosen stays on offer, even where nothing is left of it. */
export const offered = <V extends { readonly value: string; readonly count: number }>(
  counted: readonly V[],
  chosen: readonly string[],
): readonly { readonly value: string; readonly count: number }[] => [
  ...counted,
  ...chosen.filter((value) => !counted.some((one) => one.value === value)).map((value) => ({ value, count: 0 })),
]

const Count = ({ of }: { readonly of: number }) => (
  <span class="n">
    {of.toLocaleString('en')}
    <span class="hidden"> {of === 1 ? 'result' : 'results'}</span>
  </span>
)

function Boxes({ name, legend, choices, chosen }: FilterGroup) {
  if (choices.length === 0) return null
  const box = ({ value, words, count: n }: Choice) => (
    <label key={value} class="check">
      <input type="checkbox" name={name} value={value} checked={chosen.includes(value)} />
      <span>{words}</span>
      <Count of={n} />
    </label>
  )
  const folded = choices.slice(mostUnfolded)
  return (
    <fieldset>
      <legend>{legend}</legend>
      {choices.slice(0, mostUnfolded).map(box)}
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
  readonly hint: number | undefined
}

const YearInput = ({ name, words, value, hint }: YearInputProps) => (
  <label>
    {words}
    <input
      name={name}
      value={value}
      placeholder={hint?.toString()}
      inputMode="numeric"
      pattern="[0-9]{1,4}"
      maxLength={4}
      title="A year, like 1969"
      autocomplete="off"
    />
  </label>
)
