import { type Place, resultsHref, type Words } from '../address.ts'
import { wholeList } from '../narrowed.ts'
import { ourHref, ourSearch } from '../our-address.ts'
import { Link } from './link.tsx'

/** Results of a place: how many, and whether that is all. */
export interface PlaceCount {
  readonly value: number
  readonly exact: boolean
}

interface PlacesProps {
  readonly words: Words
  readonly current: Place
  readonly ours: PlaceCount
  /** Unknown as long as the other libraries were not asked. */
  readonly others?: number | undefined
}

/** "12", "2,000+". */
export const countWords = ({ value, exact }: PlaceCount): string => `${value.toLocaleString('en')}${exact ? '' : '+'}`

/** The two tabs of one search. Other libraries are asked when their tab is opened, not before. */
export const Places = ({ words, current, ours, others }: PlacesProps) => (
  <nav class="tabs places" aria-label="Where">
    <Link to={ourHref(ourSearch(words))} current={current === 'ours' && 'page'}>
      Our library <span class="badge calm">{countWords(ours)}</span>
    </Link>
    <Link to={othersHref(words)} rel="nofollow" current={current === 'others' && 'page'}>
      Other libraries{' '}
      <span class="badge calm" id="others-count" hidden={others === undefined}>
        {others?.toLocaleString('en')}
      </span>
    </Link>
  </nav>
)

/** The same words, asked of other libraries; what narrows our list does not narrow theirs. */
export const othersHref = (words: Words): string =>
  resultsHref({ ...words, ...wholeList, set: undefined, sort: 'relevance', stopped: undefined })
