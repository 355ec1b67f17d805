export { type Browsable, type BrowseEntry, browsable, browse } from './browse.ts'
export type { Earlier } from './compile.ts'
export { type CatalogueSort, catalogueSorts } from './cursor.ts'
export { countFacets, type FacetCounts, type FacetValue } from './facets.ts'
export { type Facet, Filters, facets, noFilters } from './filters.ts'
export { holdsAnything } from './holds-anything.ts'
export { eachMatching, type Matching, matchingIds, sortIds } from './ids.ts'
export {
  type CatalogueHit,
  type CataloguePage,
  type CatalogueSearch,
  type Count,
  catalogueHits,
  mostCounted,
  searchCatalogue,
} from './search.ts'
