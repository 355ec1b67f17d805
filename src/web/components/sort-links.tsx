import type { CatalogueSort } from '../../catalogue/index.ts'
import { sortOrders } from '../../search/index.ts'
import { resultsHref, type SearchAddress } from '../address.ts'
import { Link } from './link.tsx'

const labels: Readonly<Record<CatalogueSort, string>> = {
  relevance: 'Best match',
  year: 'Newest',
  title: 'Title',
  author: 'Author',
  newest: 'Newly added',
}

interface SortChoicesProps<S extends CatalogueSort> {
  readonly sorts: readonly S[]
  readonly chosen: S
  readonly to: (sort: S) => string
  /** What orders are called where that is not the usual. */
  readonly called?: { readonly [O in CatalogueSort]?: string }
}

/** The orders a list can have, as links: one click, with or without scripts. */
export const SortChoices = <S extends CatalogueSort>({ sorts, chosen, to, called = {} }: SortChoicesProps<S>) => (
  <nav class="choices" aria-label="Sort by">
    <span class="hint" aria-hidden="true">
      Sort by
    </span>
    {sorts.map((sort) => (
      <Link key={sort} to={to(sort)} current={sort === chosen && 'true'}>
        {called[sort] ?? labels[sort]}
      </Link>
    ))}
  </nav>
)

/** The orders of a list of other libraries' records. */
export const SortLinks = ({ address }: { readonly address: SearchAddress }) => (
  <SortChoices
    sorts={sortOrders}
    chosen={address.sort}
    to={(sort) => resultsHref({ ...address, sort, page: 1, stopped: undefined })}
    {...(address.set !== undefined && { called: { relevance: 'As it gave them' } })}
  />
)
