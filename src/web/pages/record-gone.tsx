import type { Search } from '../../search/index.ts'
import { type RecordAddress, wordsOf } from '../address.ts'
import { AskAgain } from '../components/ask-again.tsx'
import { Layout } from '../components/layout.tsx'
import { TopSearch } from '../components/search-form.tsx'
import type { Door } from '../door.ts'

interface RecordGoneProps {
  readonly door: Door
  readonly search: Search
  readonly address: RecordAddress
}

/** The record's address was right once, but its search does not find it now: why, and the way on. */
export function RecordGone({ door, search, address }: RecordGoneProps) {
  const library = search.targets.find(({ id }) => id === address.library)
  return (
    <Layout door={door} title="Record not found" dialog="in-hand" search={<TopSearch words={address} />}>
      <div class="panel nothing">
        <h1>This record cannot be shown now</h1>
        <p>
          {library?.state === 'failed'
            ? `It comes from ${library.label}: ${library.failure?.phrase ?? 'no answer'}. It can be shown again once that library answers.`
            : `${library?.label ?? 'The library'} no longer gives it in answer to this search: its catalogue has changed since the address was made.`}
        </p>
        <AskAgain address={address} words={`Search again for “${wordsOf(address)}”`} primary />
      </div>
    </Layout>
  )
}
