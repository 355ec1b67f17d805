import type { SortOrder } from '../search/index.ts'
import type { Standing } from './standing.ts'
import { count, listed } from './text.ts'

const named: Readonly<Record<Exclude<SortOrder, 'relevance'>, string>> = {
  year: 'year',
  title: 'title',
  author: 'author',
}

/** Who put the records in the order of a list: their libraries, or we, and then of how many. */
export function sortingOf({ targets }: Pick<Standing, 'targets'>, order: Exclude<SortOrder, 'relevance'>): string {
  const beyond = targets.filter(({ hits = 0, fetched }) => fetched > 0 && hits > fetched)
  const there = beyond.filter(({ sorted }) => sorted === 'there')
  const here = beyond.filter(({ sorted }) => sorted === 'here')
  const [only] = here
  if (there.length === 0 && !only) return 'Everything that was found is here, and was sorted here.'
  const sentences = [
    there.length > 0 &&
      `${listed(there.map(({ label }) => label))} sorted all ${there.length === 1 ? 'it has' : 'they have'} by ${named[order]}; what came first was fetched.`,
    only &&
      (here.length === 1
        ? `${only.label} cannot sort by ${named[order]}: of its ${count(only.hits ?? 0, 'record')}, the first ${only.fetched.toLocaleString('en')} it gave were sorted here.`
        : `${listed(here.map(({ label }) => label))} cannot sort by ${named[order]}: the first records they gave were sorted here.`),
  ]
  return sentences.filter(Boolean).join(' ')
}
