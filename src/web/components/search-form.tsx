import type { FieldName } from '../../standards/query/index.ts'
import { fields } from '../../standards/query/index.ts'
import { fieldLabels, furtherFields, type Looking, type Place, pathFor, type Words } from '../address.ts'

/** Where every search form leads: there the choice is remembered and the address put in order. */
export const formAction = (looking: Looking): string => pathFor('/search/start', looking)

const hints: { readonly [F in FieldName]?: string } = {
  author: 'Le Guin',
  isbn: 'with or without hyphens',
  year: '1969 or 1969-1975',
}

/** Fields that readers hardly know are offered to them only where somebody filled them in. */
const staffOnly: ReadonlySet<FieldName> = new Set(['dewey'])

const FieldPicker = ({ chosen }: { readonly chosen: FieldName }) => (
  <select name="in" aria-label="Search in">
    {fields
      .filter((field) => field === chosen || !staffOnly.has(field))
      .map((field) => (
        <option key={field} value={field} selected={field === chosen}>
          {fieldLabels[field]}
        </option>
      ))}
  </select>
)

/** Box, field and button in one line. */
export const SearchBox = ({ words, id }: { readonly words: Words; readonly id: string }) => (
  <div class="box">
    <FieldPicker chosen={words.in} />
    <input id={id} name="q" type="search" aria-label="Search for" value={words.q} maxLength={1000} autocomplete="off" />
    <button type="submit" class="btn primary">
      Search
    </button>
  </div>
)

/** The form of the top bar: the search at hand, to be changed. Libraries, further fields and the tab stay as they are. */
export const TopSearch = ({ words, place }: { readonly words: Words; readonly place?: Place }) => (
  <search class="search">
    <form action={formAction(words)}>
      <SearchBox words={words} id="q" />
      {furtherFields.map(
        (field) => words[field] && <input key={field} type="hidden" name={field} value={words[field]} />,
      )}
      {words.t.map((id) => (
        <input key={id} type="hidden" name="t" value={id} />
      ))}
      {place === 'others' && <input type="hidden" name="where" value="others" />}
    </form>
  </search>
)

/** One input a field, for those who know more than a word. */
export const FurtherFields = ({ words }: { readonly words: Words }) => (
  <details class="further" open={furtherFields.some((field) => words[field])}>
    <summary>More fields</summary>
    <p class="hint">Everything you fill in must match.</p>
    <div class="grid">
      {furtherFields
        .filter((field) => words[field] || !staffOnly.has(field))
        .map((field) => (
          <label key={field}>
            {fieldLabels[field]}
            <input name={field} value={words[field]} maxLength={1000} autocomplete="off" placeholder={hints[field]} />
          </label>
        ))}
    </div>
  </details>
)
