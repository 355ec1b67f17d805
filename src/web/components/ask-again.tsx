import { type SearchAddress, searchHref } from '../address.ts'
import { CsrfField } from './visit.tsx'

interface AskAgainProps {
  readonly address: SearchAddress
  readonly words: string
  readonly primary?: boolean
}

/** Starts the search anew: reloading its page goes on with the answers, and failures, that are there. */
export const AskAgain = ({ address, words, primary }: AskAgainProps) => (
  <form method="post" action={againHref(address)}>
    <CsrfField />
    <button type="submit" class={primary ? 'btn primary' : 'btn'}>
      {words}
    </button>
  </form>
)

const againHref = (address: SearchAddress) => searchHref('/search/again', { ...address, page: 1, stopped: undefined })
