import type { SortOrder } from '../../search/index.ts'
import { sortOrders } from '../../search/index.ts'
import { resultsHref, type SearchAddress } from '../address.ts'
import { Link } from './link.tsx'

const labels: Readonly<Record<SortOrder, string>> = {
  relevance: 'Best match',
  year: 'Newest',
  title: 'Title',
  author: 'Author',
}

/** The orders a list can have, as links: one click, with or without scripts. */
export const SortLinks = ({ address }: { readonly address: SearchAddress }) => (
  <nav class="choices" aria-label="Sort by">
    <span class="hint" aria-hidden="true">
      Sort by
    </span>
    {sortOrders.map((sort) => (
      <Link key={sort} to={resultsHref({ ...address, sort, page: 1 })} current={sort === address.sort && 'true'}>
        {labels[sort]}
      </Link>
    ))}
  </nav>
)
