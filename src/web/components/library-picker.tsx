import type { TargetInfo } from '../../search/index.ts'
import { count } from '../text.ts'

interface LibraryPickerProps {
  readonly libraries: readonly TargetInfo[]
  readonly chosen: ReadonlySet<string>
  readonly open: boolean
  /** The page of the form. */
  readonly page: string
}

/**
 * Which libraries to ask, by category: its own box stands for all of them. "All" and "None" are buttons of the form, so they work without scripts: the
 * page comes back with the boxes set.
 */
export function LibraryPicker({ libraries, chosen, open, page }: LibraryPickerProps) {
  return (
    <details class="libraries" open={open}>
      <summary>
        Choose libraries{' '}
        <span class="hint" data-chosen>
          {summaryOf(libraries, chosen)}
        </span>
      </summary>
      <div class="categories">
        {byCategory(libraries).map(([category, members]) => (
          <fieldset key={category}>
            <legend>
              <label class="check">
                <input
                  type="checkbox"
                  name="c"
                  value={category}
                  checked={members.every(({ id }) => chosen.has(id))}
                  autocomplete="off"
                />
                {category}
              </label>
            </legend>
            {members.every(({ id }) => chosen.has(id)) && <input type="hidden" name="had" value={category} />}
            <p class="all">
              <SelectAll name="all" category={category} page={page} words="All" />
              <SelectAll name="none" category={category} page={page} words="None" />
            </p>
            {members.map((library) => (
              <label key={library.id} class="check">
                <input type="checkbox" name="t" value={library.id} checked={chosen.has(library.id)} />
                {library.label}
                {library.health.breaker === 'open' && (
                  <span class="badge bad">
                    <span aria-hidden="true">✕</span> not answering
                  </span>
                )}
              </label>
            ))}
          </fieldset>
        ))}
      </div>
    </details>
  )
}

interface SelectAllProps {
  readonly name: 'all' | 'none'
  readonly category: string
  readonly words: string
  readonly page: string
}

const SelectAll = ({ name, category, words, page }: SelectAllProps) => (
  <button
    type="submit"
    class="quiet"
    name={name}
    value={category}
    formAction={page}
    aria-label={`${words} of ${category}`}
  >
    {words}
  </button>
)

const summaryOf = (libraries: readonly TargetInfo[], chosen: ReadonlySet<string>) =>
  libraries.every(({ id }) => chosen.has(id))
    ? `all ${count(libraries.length, 'library', 'libraries')}`
    : `${chosen.size} of ${count(libraries.length, 'library', 'libraries')}`

/** Categories in the order they first appear; a library in two of them is listed in both. */
export function byCategory(libraries: readonly TargetInfo[]): [category: string, members: TargetInfo[]][] {
  const groups = new Map<string, TargetInfo[]>()
  for (const library of libraries)
    for (const category of library.categories) groups.set(category, [...(groups.get(category) ?? []), library])
  return [...groups]
}
