import { resultsHref, type SearchAddress } from '../address.ts'
import { Link } from './link.tsx'

interface PagingProps {
  readonly address: SearchAddress
  readonly pages: number
}

/** Links to the pages of a list: the ends, the neighbours, and gaps between. */
export function Paging({ address, pages }: PagingProps) {
  if (pages < 2) return null
  const { page } = address
  const to = (wanted: number) => resultsHref({ ...address, page: wanted })
  return (
    <nav class="paging" aria-label="Pages">
      {page > 1 && (
        <Link to={to(page - 1)} rel="prev">
          ‹ Previous
        </Link>
      )}
      {numbers(page, pages).map((number, i, all) => [
        i > 0 && number > all[i - 1]! + 1 && (
          <span key={`gap-${number}`} aria-hidden="true">
            …
          </span>
        ),
        <Link key={number} to={to(number)} current={number === page && 'page'} label={`Page ${number}`}>
          {number}
        </Link>,
      ])}
      {page < pages && (
        <Link to={to(page + 1)} rel="next">
          Next ›
        </Link>
      )}
    </nav>
  )
}

const numbers = (page: number, pages: number) =>
  [...new Set([1, page - 1, page, page + 1, pages])].filter((n) => n >= 1 && n <= pages).sort((a, b) => a - b)
