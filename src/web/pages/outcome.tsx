import type { Page } from '../../search/index.ts'
import { changeHref, resultsHref, type SearchAddress } from '../address.ts'
import { AskAgain } from '../components/ask-again.tsx'
import { Link } from '../components/link.tsx'
import { Note } from '../components/note.tsx'
import { hitFiltersOn, wholeList } from '../narrowed.ts'
import type { Standing } from '../standing.ts'
import { count } from '../text.ts'
import { failedOf, missingOf, stoppedOf } from '../words-of-progress.ts'

interface OutcomeProps {
  readonly standing: Standing
  readonly address: SearchAddress
}

/** What the list lacks although it has hits: libraries that failed, libraries nobody waited for. */
export function WhatIsMissing({ standing, address }: OutcomeProps) {
  const missing = missingOf(standing)
  if (standing.state === 'running' || !missing) return null
  const absent = [...failedOf(standing), ...stoppedOf(standing)]
  const holds = absent.length === 1 ? 'it holds' : 'they hold'
  return (
    <Note tone="wait">
      <p>
        {missing}{' '}
        {absent.some(({ fetched }) => fetched > 0)
          ? `Not all ${holds} is in this list.`
          : `What ${holds} is not in this list.`}
      </p>
      <AskAgain address={address} words="Ask again" />
    </Note>
  )
}

interface NothingProps extends OutcomeProps {
  readonly page: Pick<Page, 'merged' | 'matching'>
}

/** The list without a hit: why it is empty, and what to do next. */
export function NothingToShow({ standing, page, address }: NothingProps) {
  if (page.matching === 0 && page.merged > 0) return <NothingFits {...{ standing, page, address }} />
  if (standing.state === 'running')
    return (
      <div class="panel nothing">
        <h2>Asking {count(standing.targets.length, 'library', 'libraries')}…</h2>
        <p class="hint">Results appear here as soon as one of them answers.</p>
      </div>
    )
  if (page.matching > 0)
    return (
      <div class="panel nothing">
        <h2>There is no page {address.page}</h2>
        <p>
          The list has {count(page.matching, 'result')}.{' '}
          <Link to={resultsHref({ ...address, page: 1 })}>Go to its first page</Link>
        </p>
      </div>
    )
  const answered = standing.targets.some(({ state }) => state === 'done')
  return answered ? <NothingFound {...{ standing, address }} /> : <NobodyAnswered {...{ standing, address }} />
}

/** The list has entries, but what is looked at of it has none. */
function NothingFits({ standing, page, address }: NothingProps) {
  const narrowed = hitFiltersOn(address) > 0
  const library = standing.targets.find(({ id }) => id === address.set)
  return (
    <div class="panel nothing">
      <h2>
        {narrowed
          ? standing.state === 'running'
            ? 'Nothing that came so far fits all these filters'
            : 'Nothing fits all these filters'
          : `Nothing came from ${library?.label ?? 'this library'}`}
      </h2>
      <p>The whole list has {count(page.merged, 'result')}.</p>
      <p>
        <Link class="btn primary" to={resultsHref({ ...address, ...wholeList, ...(!narrowed && { set: undefined }) })}>
          {narrowed ? 'Remove all filters' : 'Show all libraries together'}
        </Link>
      </p>
    </div>
  )
}

function NothingFound({ standing, address }: OutcomeProps) {
  const missing = missingOf(standing)
  const unreadable = standing.targets.reduce((sum, target) => sum + target.unreadable, 0)
  return (
    <div class="panel nothing">
      <h2>{headingOf(standing)}</h2>
      {missing && (
        <Note tone="wait">
          <p>{missing} It may well be there.</p>
          <AskAgain address={address} words="Ask again" />
        </Note>
      )}
      {unreadable > 0 && <Note tone="wait">{count(unreadable, 'record')} came, but could not be read.</Note>}
      <p>You can</p>
      <ul>
        <li>check the spelling, or use fewer words: every word must match</li>
        {address.in !== 'any' && (
          <li>
            <Link to={resultsHref({ ...address, ...wholeList, in: 'any', stopped: undefined })}>
              search anywhere in the record
            </Link>
          </li>
        )}
        {address.t.length > 0 && (
          <li>
            <Link to={resultsHref({ ...address, ...wholeList, t: [], stopped: undefined })}>ask every library</Link>
          </li>
        )}
        <li>
          <Link to={changeHref(address)}>choose other libraries or fields</Link>
        </li>
      </ul>
    </div>
  )
}

/** "No library has this" is said only where every single one said so. */
function headingOf({ targets }: Standing): string {
  const answered = targets.filter(({ state }) => state === 'done')
  if (answered.some(({ hits }) => hits !== 0)) return 'Nothing that was found could be shown'
  return answered.length === targets.length ? 'No library has this' : 'Nothing found in the libraries that answered'
}

function NobodyAnswered({ standing, address }: OutcomeProps) {
  const stopped = stoppedOf(standing).length
  const one = standing.targets.length === 1
  return (
    <div class="panel nothing">
      <h2>
        {stopped > 0
          ? 'No library has answered'
          : one
            ? 'The library could not be searched'
            : 'No library could be searched'}
      </h2>
      <p>{missingOf(standing)} This says nothing about what is there.</p>
      <div class="acts">
        <AskAgain address={address} words={stopped > 0 ? 'Ask again' : 'Try again'} primary />
        <Link class="btn" to={changeHref(address)}>
          Choose other libraries
        </Link>
      </div>
    </div>
  )
}
