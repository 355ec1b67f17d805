import { searchHref, type Words } from '../address.ts'
import { Link } from '../components/link.tsx'
import { othersHref, type PlaceCount } from '../components/places.tsx'
import { wholeList } from '../narrowed.ts'
import { type OurAddress, ourHref, ourSearch, unfiltered } from '../our-address.ts'
import { count } from '../text.ts'

/** Up to so many results, other libraries are offered beside them. */
const few = 3

interface OutcomeProps {
  readonly address: OurAddress
  readonly all: PlaceCount
  /** Whether there are other libraries. */
  readonly canAsk: boolean
}

/** Below a short list: the same search in other libraries. */
export function OfferOthers({ address, all, others, canAsk }: OutcomeProps & { readonly others: number | undefined }) {
  if (!canAsk || all.value > few) return null
  return (
    <div class="panel offer">
      <div>
        <h2>Not what you are looking for?</h2>
        <p class="hint">
          {others === undefined
            ? 'Other libraries may have it. They are asked only when you say so.'
            : `Other libraries have ${count(others, 'result')}.`}
        </p>
      </div>
      <Link class="btn primary" rel="nofollow" to={othersHref(address)}>
        Search other libraries
      </Link>
    </div>
  )
}

interface NothingProps extends OutcomeProps {
  readonly narrowed: boolean
}

/** The list without a hit: because of filters, or because we do not have it. */
export function NothingOfOurs({ address, narrowed, all, canAsk }: NothingProps) {
  if (narrowed && all.value > 0)
    return (
      <div class="panel nothing">
        <h2>Nothing fits all these filters</h2>
        <p>
          Without them the list has {all.exact ? count(all.value, 'result') : `more than ${count(all.value, 'result')}`}
          .
        </p>
        <p>
          <Link class="btn primary" to={ourHref(unfiltered(address))}>
            Remove all filters
          </Link>
        </p>
      </div>
    )
  return (
    <div class="panel nothing">
      <h2>Our library does not have this</h2>
      {canAsk && (
        <>
          <p>Other libraries may: the same search goes to all of them at once.</p>
          <p>
            <Link class="btn primary" rel="nofollow" to={othersHref(address)}>
              Search other libraries
            </Link>
          </p>
        </>
      )}
      <p>{canAsk ? 'You can also' : 'You can'}</p>
      <ul>
        <li>check the spelling, or use fewer words: every word must match</li>
        {address.in !== 'any' && (
          <li>
            <Link to={ourHref({ ...ourSearch(address), in: 'any' })}>search anywhere in the record</Link>
          </li>
        )}
        <li>
          <Link to={fieldsHref(address)}>search other fields</Link>
        </li>
      </ul>
    </div>
  )
}

/** The search page, filled in. */
export const fieldsHref = (words: Words): string =>
  searchHref('/', { ...words, ...wholeList, sort: 'relevance', where: undefined })
