import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { TargetHealth } from '../../../search/index.ts'
import { EnquiryTabs } from '../../components/enquiry-tabs.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Moment } from '../../components/moment.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { count } from '../../text.ts'
import { healthBadge, isHeldBack, lateWords, rankOf, timeWords } from './health-words.ts'

/** What the list is sorted by, the first way round; an order that says nothing of two leaves them as the house has them. */
const columns = {
  library: { label: 'Library', of: ({ label }) => label.toLocaleLowerCase('en') },
  state: { label: 'State', of: rankOf },
  answer: { label: 'Last answer', of: ({ lastAnswer }) => -(lastAnswer?.at.getTime() ?? 0) },
  usual: { label: 'Usual time', of: ({ usual }) => usual ?? Number.POSITIVE_INFINITY },
  failures: { label: 'Failures of late', of: ({ ofLate: { asked, failed } }) => (asked === 0 ? 1 : -failed / asked) },
  failure: { label: 'Last failure', of: ({ lastFailure }) => -(lastFailure?.at.getTime() ?? 0) },
} as const satisfies Record<string, { label: string; of: (health: TargetHealth) => number | string }>
type Column = keyof typeof columns
const names = Object.keys(columns) as Column[]
const sorts = names.flatMap((name) => [name, `-${name}`] as const)
type Sort = (typeof sorts)[number]

const Address = z.object({ sort: z.enum(sorts).default('state').catch('state') })

/** How every target fares: the worst first, unless another order is asked for. */
export const healthPage = (door: Door): RequestHandler =>
  route(Address, ({ sort }, { res }) =>
    sendPage(res, <HealthPage {...{ door, sort }} targets={door.service.health()} />),
  )

function sorted(targets: readonly TargetHealth[], sort: Sort): readonly TargetHealth[] {
  const down = sort.startsWith('-')
  const { of } = columns[sort.replace('-', '') as Column]
  const sign = down ? -1 : 1
  return [...targets].sort((a, b) => (of(a) < of(b) ? -sign : of(a) > of(b) ? sign : 0))
}

interface HealthPageProps {
  readonly door: Door
  readonly targets: readonly TargetHealth[]
  readonly sort: Sort
}

const HealthPage = ({ door, targets, sort }: HealthPageProps) => (
  <Layout door={door} title="Target health">
    <div class="enquiry">
      <h1>Enquiry</h1>
      <EnquiryTabs current="/enquiry/health" />
      {targets.length === 0 ? (
        <div class="panel nothing">
          <h2>There is no target</h2>
          <p>Nothing is searched but our own catalogue, so there is nothing to tell.</p>
        </div>
      ) : (
        <>
          <p class="hint">
            How {count(targets.length, 'library fares', 'libraries fare')} in searches. One that fails five times within
            a minute is left out for a while, longer each time. Those that usually answer soonest are asked and shown
            first.
          </p>
          <nav class="choices narrow-sorts" aria-label="Sort by">
            <span class="hint" aria-hidden="true">
              Sort by
            </span>
            {names.map((name) => (
              <Link key={name} to={hrefOf(name)} current={name === sort && 'true'}>
                {columns[name].label}
              </Link>
            ))}
          </nav>
          <div class="panel wide-table">
            <table class="rows">
              <thead>
                <tr>
                  {names.map((name) => (
                    <Heading key={name} name={name} sort={sort} />
                  ))}
                </tr>
              </thead>
              <tbody>
                {sorted(targets, sort).map((target) => (
                  <Row key={target.id} target={target} />
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </div>
  </Layout>
)

const hrefOf = (sort: Sort): string => (sort === 'state' ? '/enquiry/health' : `/enquiry/health?sort=${sort}`)

/** A column that the list is sorted by when it is followed; once more, the other way round. */
function Heading({ name, sort }: { readonly name: Column; readonly sort: Sort }) {
  const here = sort === name || sort === `-${name}`
  const down = sort.startsWith('-')
  return (
    <th scope="col" aria-sort={here ? (down ? 'descending' : 'ascending') : undefined}>
      <Link to={hrefOf(here && !down ? `-${name}` : name)}>
        {columns[name].label}
        {here && <span aria-hidden="true">{down ? ' ↓' : ' ↑'}</span>}
      </Link>
    </th>
  )
}

function Row({ target }: { readonly target: TargetHealth }) {
  const { id, label, lastAnswer, lastFailure, usual, ofLate } = target
  return (
    <tr>
      <th scope="row">
        <Link to={`/enquiry/health/${id}`}>{label}</Link>
      </th>
      <td>
        <StateOf target={target} />
      </td>
      <td data-label="Last answer">
        {lastAnswer ? (
          <>
            {count(lastAnswer.hits, 'hit')} in {timeWords(lastAnswer.ms)}
            <p class="hint">
              <Moment at={lastAnswer.at} />
            </p>
          </>
        ) : (
          'none yet'
        )}
      </td>
      <td data-label="Usual time">{usual === undefined ? '–' : timeWords(usual)}</td>
      <td data-label="Failures of late">{lateWords(ofLate)}</td>
      <td data-label="Last failure">
        {lastFailure ? (
          <>
            <Words text={lastFailure.detail} most={160} />
            <p class="hint">
              <Moment at={lastFailure.at} />
            </p>
          </>
        ) : (
          'none'
        )}
      </td>
    </tr>
  )
}

/** How a target fares, and what that means for the next search. */
export function StateOf({ target }: { readonly target: TargetHealth }) {
  const { tone, sign, words } = healthBadge(target)
  return (
    <>
      <span class={`badge ${tone}`}>
        <span aria-hidden="true">{sign}</span> {words}
      </span>
      {target.breaker === 'open' && target.until && (
        <p class="hint">
          tried again after <Moment at={target.until} />
        </p>
      )}
      {isHeldBack(target) && <p class="hint">held back by a limit of ours</p>}
    </>
  )
}
