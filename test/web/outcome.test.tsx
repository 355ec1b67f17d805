import { expect } from 'chai'
import { render } from 'preact-render-to-string'
import type { TargetStatus } from '../../src/search/index.ts'
import { SearchAddress } from '../../src/web/address.ts'
import { Visit } from '../../src/web/components/visit.tsx'
import { NothingToShow } from '../../src/web/pages/outcome.tsx'

type Outcome = Pick<TargetStatus, 'state'> & Partial<TargetStatus>
const none: Outcome = { state: 'done', hits: 0 }
const unreadable: Outcome = { state: 'done', hits: 3, fetched: 3, unreadable: 3 }
const unreachable: Outcome = { state: 'failed', failure: { kind: 'refused', phrase: 'not answering', detail: '' } }
const stopped: Outcome = { state: 'stopped' }

/** What a list without a hit is headed, by what became of each library. */
const headings: readonly (readonly [heading: string, outcomes: readonly Outcome[]])[] = [
  ['No library has this', [none]],
  ['No library has this', [none, none]],
  ['Nothing found in the libraries that answered', [none, unreachable]],
  ['Nothing found in the libraries that answered', [none, stopped]],
  ['Nothing that was found could be shown', [unreadable]],
  ['Nothing that was found could be shown', [none, unreadable]],
  ['Nothing that was found could be shown', [unreadable, unreachable, stopped]],
  ['No library has answered', [stopped]],
  ['No library has answered', [stopped, unreachable]],
  ['The library could not be searched', [unreachable]],
  ['No library could be searched', [unreachable, unreachable]],
]

const visitor = {
  by: 'nothing',
  permissions: new Set<never>(),
  inBranches: new Map<never, never>(),
  actor: { name: 'a visitor', via: 'web' },
  alerts: 0,
  timeZone: 'UTC',
  csrf: () => 'token',
} as const

describe('A list without a hit', () => {
  const address = SearchAddress.parse({ q: 'odyssey', t: [], lib: [], kind: [], language: [], skip: [] })
  for (const [heading, outcomes] of headings)
    it(`is headed "${heading}" where libraries ended as ${outcomes.map(({ state, hits }) => `${state} ${hits ?? ''}`)}`, () => {
      const targets = outcomes.map((outcome, i) => ({
        id: `${i}`,
        label: `L${i}`,
        fetched: 0,
        unreadable: 0,
        ...outcome,
      }))
      const standing = { state: 'done' as const, targets, merged: 0, total: 0 }
      const html = render(
        <Visit.Provider value={visitor}>
          <NothingToShow standing={standing} page={{ merged: 0, matching: 0 }} address={address} />
        </Visit.Provider>,
      )
      expect(/<h2>(.*?)<\/h2>/.exec(html)?.[1]).to.equal(heading)
      const lacking = outcomes.some(({ state }) => state !== 'done')
      expect(html.includes('action="/search/again?'), 'offers to ask again').to.equal(lacking)
    })
})
