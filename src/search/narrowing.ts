import type { Entry } from './merged-list.ts'
import { type FacetValue, type HitFacet, type HitFacets, type HitFilters, hitFacets } from './types.ts'

/** What an entry can be chosen by: what any of its records says. */
export interface Traits extends Readonly<Record<HitFacet, ReadonlySet<string>>> {
  readonly years: ReadonlySet<number>
  readonly available: boolean
}

/** The traits of an entry, from its records. */
export function traitsOf(entries: readonly Entry[]): Traits {
  const said = <T>(values: readonly (T | undefined)[]) => new Set(values.filter((value) => value !== undefined))
  return {
    library: said(entries.map(({ source }) => source.target)),
    format: said(entries.map(({ brief }) => brief.format)),
    language: said(entries.map(({ brief }) => brief.language)),
    years: said(entries.map(({ brief }) => brief.year)),
    available: entries.some(({ available }) => available),
  }
}

/** What a list is narrowed by: facets, years, and being on the shelf. */
type Part = HitFacet | 'year' | 'available'

/** Whether an entry fits filters; `without` is left out of account. */
export function fits(traits: Traits, filters: HitFilters, without?: Part): boolean {
  for (const facet of hitFacets)
    if (facet !== without && filters[facet].length > 0 && !filters[facet].some((value) => traits[facet].has(value)))
      return false
  if (without !== 'available' && filters.available && !traits.available) return false
  const { yearFrom, yearTo } = filters
  if (without === 'year' || (yearFrom === undefined && yearTo === undefined)) return true
  return [...traits.years].some((year) => year >= (yearFrom ?? year) && year <= (yearTo ?? year))
}

/** What a list of such entries could be narrowed to, as it is narrowed now. */
export function narrowable(entries: readonly Traits[], filters?: HitFilters): HitFacets {
  const fitting = (without: Part) => (filters ? entries.filter((traits) => fits(traits, filters, without)) : entries)
  const years = fitting('year').flatMap((traits) => [...traits.years])
  const [library, format, language] = hitFacets.map((facet) => counted(fitting(facet).map((traits) => traits[facet])))
  return {
    library: library!,
    format: format!,
    language: language!,
    available: fitting('available').filter(({ available }) => available).length,
    ...(years.length > 0 && { years: [Math.min(...years), Math.max(...years)] }),
  }
}

/** How many entries have each value: the most first, equals by value, so that a list keeps its order. */
function counted(entries: readonly ReadonlySet<string>[]): readonly FacetValue[] {
  const counts = new Map<string, number>()
  for (const values of entries) for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}
