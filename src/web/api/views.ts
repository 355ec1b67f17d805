import type { z } from 'zod'
import type { HitDetail, Search, TargetInfo } from '../../search/index.ts'
import type * as schemas from './schemas.ts'

/** How values of the domain look in the API. Objects of the search face go out as they are. */

type SearchState = z.input<typeof schemas.SearchState>
type SearchPage = z.input<typeof schemas.SearchPage>

export const stateOf = ({ id, state, targets, total, merged }: Search): SearchState => ({
  id,
  state,
  targets: targets as SearchState['targets'],
  total,
  merged,
})

export function pageOf(search: Search, query: z.output<typeof schemas.PageQuery>): SearchPage {
  const { hits, more } = search.page(query)
  return { ...stateOf(search), ...query, more, hits: hits as SearchPage['hits'] }
}

export const detailOf = ({ hit, source, full, decoded, flavour }: HitDetail) => ({
  ...hit,
  source,
  flavour,
  encoding: decoded.encoding,
  lossyFields: decoded.lossyFields,
  fields: full.fields,
  holdings: full.holdings,
})

export const targetOf = ({ id, label, categories, preselected, health }: TargetInfo) => ({
  id,
  label,
  categories,
  preselected,
  answering: health.breaker !== 'open',
  ...(health.usual !== undefined && { usual: health.usual }),
})
