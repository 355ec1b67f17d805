import type { z } from 'zod'
import { briefDifferences, reasons } from '../../bib/index.ts'
import { type HeldRecord, type HitDetail, type Search, searchedWords, type TargetInfo } from '../../search/index.ts'
import { viewOf } from '../narrowed.ts'
import { reasonWords } from '../words-of-ranking.ts'
import { sortingOf } from '../words-of-sorting.ts'
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

export function pageOf(search: Search, asked: z.output<typeof schemas.PageQuery>): SearchPage {
  const { page, size, sort = search.request.sort ?? 'relevance' } = asked
  const view = viewOf(asked)
  const { hits, matching, more } = search.page({ page, size, sort, ...view })
  const ranked = sort === 'relevance' && view.set === undefined && search.request.audience === 'enquiry'
  const searched = ranked ? searchedWords(search.request.query) : undefined
  return {
    ...stateOf(search),
    ...{ page, size, sort, matching, more },
    ...(sort !== 'relevance' && { sortedBy: sortingOf(search, sort) }),
    facets: search.facets(view) as SearchPage['facets'],
    hits: hits.map((hit) => ({
      ...hit,
      ...(searched && { why: reasons(hit.brief, searched).map(reasonWords) }),
    })) as SearchPage['hits'],
  }
}

/** The records behind a hit, each beside the one that the hit shows. */
export function sourcesOf(n: number, records: readonly HeldRecord[]): z.input<typeof schemas.HitSources> {
  const [shown] = records
  return {
    n,
    records: records.map(({ source, brief, receivedAt, holdings }) => ({
      source,
      brief,
      ...(receivedAt && { receivedAt: receivedAt.toISOString() }),
      ...(holdings && { holdings }),
      differences: shown ? briefDifferences(shown.brief, brief) : [],
    })) as z.input<typeof schemas.HitSources>['records'],
  }
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
