import type { Page, Search } from '../../search/index.ts'
import { changeHref, resultsHref, type SearchAddress } from '../address.ts'
import { Link } from '../components/link.tsx'
import { Note } from '../components/note.tsx'
import { count, listed } from '../text.ts'
import { failedOf, missingOf, stoppedOf } from '../words-of-progress.ts'

/** What the list lacks although it has hits: libraries that failed, libraries nobody waited for. */
export function WhatIsMissing({ search, address }: { readonly search: Search; readonly address: SearchAddress }) {
  const missing = missingOf(search)
  const stopped = stoppedOf(search).map(({ label }) => label)
  const absent = stopped.length + failedOf(search).length
  if (search.state === 'running' || (!missing && stopped.length === 0)) return null
  return (
    <Note tone="wait">
      <p>
        {missing && `${missing} `}
        {stopped.length > 0 && `${listed(stopped)} ${stopped.length === 1 ? 'was' : 'were'} not waited for. `}
        {absent === 1 ? 'What it holds' : 'What they hold'} is not in this list.{' '}
        {address.stopped && <Link to={resultsHref({ ...address, stopped: undefined, page: 1 })}>Ask again</Link>}
      </p>
    </Note>
  )
}

interface NothingProps {
  readonly search: Search
  readonly page: Page
  readonly address: SearchAddress
}

/** The list without a hit: why it is empty, and what to do next. */
export function NothingToShow({ search, page, address }: NothingProps) {
  const change = changeHref(address)
  if (search.state === 'running')
    return (
      <div class="panel nothing">
        <h2>Asking {count(search.targets.length, 'library', 'libraries')}…</h2>
        <p class="hint">Results appear here as soon as one of them answers.</p>
      </div>
    )
  if (page.merged > 0)
    return (
      <div class="panel nothing">
        <h2>There is no page {address.page}</h2>
        <p>
          The list has {count(page.merged, 'result')}.{' '}
          <Link to={resultsHref({ ...address, page: 1 })}>Go to its first page</Link>
        </p>
      </div>
    )
  const failed = failedOf(search).length
  if (failed === search.targets.length) return <AllFailed search={search} address={address} change={change} />
  const unreadable = search.targets.reduce((sum, target) => sum + target.unreadable, 0)
  return (
    <div class="panel nothing">
      <h2>{failed === 0 ? 'No library has this' : 'Nothing found in the libraries that answered'}</h2>
      {failed > 0 && <Note tone="wait">{missingOf(search)} It may well be there.</Note>}
      {unreadable > 0 && <Note tone="wait">{count(unreadable, 'record')} came, but could not be read.</Note>}
      <p>You can</p>
      <ul>
        <li>check the spelling, or use fewer words: every word must match</li>
        {address.in !== 'any' && (
          <li>
            <Link to={resultsHref({ ...address, in: 'any', page: 1 })}>search anywhere in the record</Link>
          </li>
        )}
        {address.t.length > 0 && (
          <li>
            <Link to={resultsHref({ ...address, t: [], page: 1 })}>ask every library</Link>
          </li>
        )}
        <li>
          <Link to={change}>choose other libraries or fields</Link>
        </li>
      </ul>
    </div>
  )
}

const AllFailed = ({ search, address, change }: Omit<NothingProps, 'page'> & { readonly change: string }) => (
  <div class="panel nothing">
    <h2>{search.targets.length === 1 ? 'The library could not be asked' : 'No library could be asked'}</h2>
    <p>{missingOf(search)} This says nothing about what they hold.</p>
    <p>
      <Link class="btn primary" to={resultsHref(address)}>
        Try again
      </Link>{' '}
      <Link class="btn" to={change}>
        Choose other libraries
      </Link>
    </p>
  </div>
)
