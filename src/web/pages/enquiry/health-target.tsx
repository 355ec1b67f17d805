import type { RequestHandler } from 'express'
import { z } from 'zod'
import { Problem } from '../../../problems.ts'
import type { ProbeStep, ReachedLimit, TargetHealth } from '../../../search/index.ts'
import { EnquiryTabs } from '../../components/enquiry-tabs.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Moment } from '../../components/moment.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField, useVisitor } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { may } from '../../may.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { triedOf } from '../../target-test.ts'
import { count } from '../../text.ts'
import { Trace } from '../admin/targets/trace.tsx'
import { StateOf } from './health.tsx'
import { lateWords, timeWords } from './health-words.ts'

const Params = z.object({ target: z.string().min(1).max(64) })

/** @throws Problem not-found */
function healthOf(door: Door, id: string): TargetHealth {
  const health = door.service.health().find((one) => one.id === id)
  if (!health) throw new Problem('not-found', { what: 'target' })
  return health
}

/** How one target fares, with the limits it is asked within. */
export const targetHealthPage = (door: Door): RequestHandler =>
  route(Params, ({ target }, { res }) => sendPage(res, <TargetPage door={door} target={healthOf(door, target)} />))

/** Tests a target, and shows how that went step by step. Without scripts too: the answer is the page. */
export const testTargetHealth = (door: Door): RequestHandler =>
  route(Params, async ({ target: id }, exchange) => {
    healthOf(door, id)
    const tried = await triedOf(door.tests, id, exchange)
    if (exchange.signal.aborted) return
    const status = 'refusal' in tried ? 429 : 200
    sendPage(exchange.res, <TargetPage door={door} target={healthOf(door, id)} {...tried} />, status)
  })

interface TargetPageProps {
  readonly door: Door
  readonly target: TargetHealth
  /** How a test went. */
  readonly trace?: readonly ProbeStep[]
  /** Why there was none. */
  readonly refusal?: string
}

function TargetPage({ door, target, trace, refusal }: TargetPageProps) {
  const { id, label, address } = target
  return (
    <Layout door={door} title={`${label}: health`}>
      <div class="enquiry">
        <h1>Enquiry</h1>
        <EnquiryTabs current="/enquiry/health" />
        <p>
          <Link to="/enquiry/health">‹ All targets</Link>
        </p>
        <div class="bar heading">
          <h2>{label}</h2>
          <form method="post" action={`/enquiry/health/${id}/test`}>
            <CsrfField />
            <button type="submit" class="btn primary">
              Test it now
            </button>
          </form>
        </div>
        {refusal !== undefined && (
          <div role="alert">
            <Note tone="bad">{refusal}</Note>
          </div>
        )}
        {trace ? (
          <Trace steps={trace} />
        ) : (
          <p class="hint">A test connects, searches and tries record syntaxes. It takes half a minute at most.</p>
        )}
        <section class="panel">
          <h2>In searches</h2>
          <Facts target={target} />
        </section>
        <section class="panel">
          <h2>Limits it is asked within</h2>
          <Limits target={target} />
        </section>
        {may(useVisitor(), 'admin') && (
          <p>
            {address} · <Link to={`/admin/targets/${id}`}>Settings of this target</Link>
          </p>
        )}
      </div>
    </Layout>
  )
}

const Facts = ({ target }: { readonly target: TargetHealth }) => {
  const { lastAnswer, lastFailure, usual, ofLate, reached } = target
  const pause = reached.find(({ limit }) => limit === 'pause')
  return (
    <dl class="facts">
      <div>
        <dt>State</dt>
        <dd>
          <StateOf target={target} />
        </dd>
      </div>
      <div>
        <dt>Last answer</dt>
        <dd>
          {lastAnswer ? (
            <>
              <Moment at={lastAnswer.at} />: {count(lastAnswer.hits, 'hit')} in {timeWords(lastAnswer.ms)}
            </>
          ) : (
            'none yet'
          )}
        </dd>
      </div>
      <div>
        <dt>Usual time</dt>
        <dd>{usual === undefined ? 'not known yet' : `${timeWords(usual)}, the middle of its last answers`}</dd>
      </div>
      <div>
        <dt>Failures of late</dt>
        <dd>{lateWords(ofLate)}</dd>
      </div>
      <div>
        <dt>Last failure</dt>
        <dd>
          {lastFailure ? (
            <>
              <Moment at={lastFailure.at} />: <Words text={lastFailure.detail} most={1000} />
            </>
          ) : (
            'none'
          )}
        </dd>
      </div>
      {pause && (
        <div>
          <dt>Last left out</dt>
          <dd>
            <Moment at={pause.at} />: <Words text={pause.detail} most={1000} />
          </dd>
        </div>
      )}
    </dl>
  )
}

/** When a search last came up against a limit, and what was said of it. */
function Reached({ target: { reached }, limit }: { readonly target: TargetHealth; readonly limit: ReachedLimit }) {
  const last = reached.find((one) => one.limit === limit)
  if (!last) return null
  return (
    <p class="hint">
      Last reached <Moment at={last.at} />: <Words text={last.detail} most={1000} />
    </p>
  )
}

const Limits = ({ target, target: { limits, connections } }: { readonly target: TargetHealth }) => (
  <dl class="facts">
    <div>
      <dt>Connections</dt>
      <dd>
        {limits.connections} at most; {connections.open} open now, {connections.busy} of them busy,{' '}
        {connections.waiting} waiting
        <Reached target={target} limit="connections" />
      </dd>
    </div>
    <div>
      <dt>Searches a minute</dt>
      <dd>
        {limits.searchesPerMinute.toLocaleString('en')} at most
        <Reached target={target} limit="searches" />
      </dd>
    </div>
    <div>
      <dt>Records of a search</dt>
      <dd>
        {limits.records.toLocaleString('en')} at most
        <Reached target={target} limit="records" />
      </dd>
    </div>
    <div>
      <dt>Time of a search</dt>
      <dd>
        {timeWords(limits.total)} at most, with all records
        <Reached target={target} limit="time" />
      </dd>
    </div>
  </dl>
)
