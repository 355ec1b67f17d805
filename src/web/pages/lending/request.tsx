import type { RequestHandler } from 'express'
import type { ComponentChildren } from 'preact'
import { z } from 'zod'
import {
  availabilityOf,
  codesInWords,
  exchangedAbout,
  type FeeEntry,
  feesOf,
  type Lending,
  lendingLateBy,
  offersResend,
  type SentCopy,
  sentCopies,
} from '../../../ill/index.ts'
import { messagesAbout } from '../../../messages/index.ts'
import { eventLabel, type Undoable } from '../../../workflow/index.ts'
import { ExchangeThread } from '../../components/exchange-thread.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { useVisitor } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'
import { itemLists } from '../../item-lists.ts'
import { may } from '../../may.ts'
import { whoIs } from '../../requests.ts'
import { exchangeOf, parse, route } from '../../route.ts'
import { saidInEvent } from '../../said-in-event.ts'
import { sendPage } from '../../send-page.ts'
import { count, sizeWords } from '../../text.ts'
import { feeWords } from '../fees/words.ts'
import { systemCard } from '../library-system/card.tsx'
import { stepDone } from '../library-system/done.ts'
import { Late } from '../lists/late.tsx'
import { ActionMenu } from '../requests/action-menu.tsx'
import { History, type Told } from '../requests/history.tsx'
import { afterAct } from '../requests/opened.ts'
import { readUntil } from '../requests/read-until.ts'
import { Messages } from '../requests/request-tabs.tsx'
import { Status } from '../requests/status.tsx'
import { dayAtWords, dayWords, timeWords } from '../requests/words.ts'
import { Availability } from './availability.tsx'
import { type Foreseen, foreseen, LendingAddress, lendingStatus, openedLending } from './opened.ts'
import { addressLines, byWay, lastDay, servicesWords, serviceWords, situationWords } from './words.ts'

const tabs = { request: 'Request', copies: 'Our copies', messages: 'Messages', history: 'History' } as const
type Tab = keyof typeof tabs
const PageAddress = LendingAddress.extend({
  tab: z.enum(Object.keys(tabs) as [Tab, ...Tab[]]).default('request'),
  done: z.string().max(80).optional(),
})

/** One request of another library: what it wants, whether we have it, how it stands. */
export const lendingPage = (door: Door): RequestHandler =>
  route(PageAddress, async ({ id, tab, done }, { res, visitor }) => {
    const { db } = door.database
    const today = (await clockOf(door, db)).today()
    const opened = await foreseen(door, await openedLending(door, visitor, id), { tx: db, today })
    const undoable = (await door.ill.engine.undoable(db, [id], whoIs(visitor), may(visitor, 'admin'))).get(id)
    sendPage(
      res,
      <View {...{ door, opened, tab, undoable, today }} said={doneWords(door, done)}>
        {await contentOf(door, opened.lending, tab)}
      </View>,
    )
  })

/** Takes the last action back. */
export const undoLending =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id } = parse(LendingAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    const { version } = parse(z.object({ version: z.coerce.number().int().positive() }), req.body)
    await openedLending(door, visitor, id)
    await door.database.tx((tx) =>
      door.ill.engine.undo(tx, id, {
        ...{ actor: whoIs(visitor), via: 'page', expected: version },
        supervisor: may(visitor, 'admin'),
      }),
    )
    afterAct(res, `/lending/${id}`, 'undo')
  }

const own: Readonly<Record<string, string>> = {
  opened: 'The request is taken in.',
  linked: 'The request is linked to the record.',
  undo: 'The last action is taken back.',
  resent: 'The last message is on its way once more.',
  checkingOut:
    'The library’s system is asked to check it out. It is shipped once that is done, with the date due it gives.',
  ...stepDone,
}

function doneWords({ ill }: Door, done: string | undefined): string | undefined {
  if (done === undefined) return undefined
  if (Object.hasOwn(own, done)) return own[done]
  const { definition } = ill.engine.machine('lending')
  return Object.hasOwn(definition.events, done) ? `${eventLabel(definition, done)}: done.` : undefined
}

async function contentOf(door: Door, lending: Lending, tab: Tab) {
  const { db } = door.database
  if (tab === 'copies') {
    const today = (await clockOf(door, db)).today()
    return (
      <Availability
        lending={lending}
        candidates={await availabilityOf(db, lending, today)}
        lists={await itemLists(db)}
      />
    )
  }
  if (tab === 'messages') {
    const exchanged = await exchangedAbout(db, [lending.id])
    const letters = await messagesAbout(db, { lineId: lending.id })
    return (
      <>
        {exchanged.length > 0 && (
          <ExchangeThread
            partner={lending.partner.name}
            messages={exchanged}
            readUntil={await readUntil(door, lending)}
            base={`/lending/${lending.id}`}
            mayAsk={false}
            mayResend={offersResend(door.ill.engine, 'lending', lending.state)}
          />
        )}
        {(exchanged.length === 0 || letters.length > 0) && <Messages messages={letters} />}
      </>
    )
  }
  if (tab === 'history') return <History events={await historyOf(door, lending)} />
  return (
    <>
      {await systemCard(door, [lending.id], { whole: true })}
      <Facts
        lending={lending}
        timeZone={(await clockOf(door, db)).timeZone()}
        fees={await feesOf(db, lending.id)}
        files={await sentCopies(db, lending.id)}
      />
    </>
  )
}

async function historyOf({ ill: { engine }, database }: Door, { id }: Lending): Promise<Told[]> {
  const { definition } = engine.machine('lending')
  return (await engine.history(database.db, id)).map((event) => {
    const label = event.event === 'start' ? 'Came in' : (eventLabel(definition, event.event) ?? event.event)
    return {
      event,
      said: saidInEvent(definition, event),
      // What a library's own system says is not "informed" by anybody.
      label: event.actor.kind === 'partner' ? label.replace(/^Informed /, '') : label,
      who: event.actor.name,
    }
  })
}

interface ViewProps {
  readonly door: Door
  readonly opened: Foreseen
  readonly tab: Tab
  readonly undoable: Undoable | undefined
  /** YYYY-MM-DD, here. */
  readonly today: string
  readonly said: string | undefined
  readonly children: ComponentChildren
}

function View({ door, opened, tab, undoable, today, said, children }: ViewProps) {
  const { lending, actions, situation } = opened
  const { id, number, title, partner, theirNumber, neededBy, version, state, data } = lending
  const { timeZone } = useVisitor()
  const base = `/lending/${id}`
  return (
    <Layout door={door} title={`${number} ${title}`} scripts={['dialog.js']}>
      <div class="staff">
        <p class="way-back">
          <Link to="/lending">‹ Lending</Link>
        </p>
        {said && (
          <div role="status">
            <Note tone="info">{said}</Note>
          </div>
        )}
        <div class="bar heading">
          <div>
            <h1>
              {number} · <Words text={title} most={160} />
            </h1>
            <p class="hint">
              <Status state={state} label={lendingStatus(door, lending)} attention={data.attention} />{' '}
              <Late days={lendingLateBy(lending, today)} /> for {partner.name}
              {theirNumber && `, their number ${theirNumber}`}
              {neededBy && ` · needed by ${dayWords(neededBy)}`}
              {data.dueOn && ` · due ${dayWords(data.dueOn)}`}
              {data.completedAt && ` · completed ${dayAtWords(data.completedAt, timeZone)}`}
            </p>
          </div>
          <ActionMenu
            base={`${base}/act`}
            actions={actions}
            id="request"
            undo={undoable && { of: undoable, action: `${base}/undo`, version }}
          />
        </div>
        {situation && tab !== 'copies' && (
          <Note tone={situation === 'available' ? 'info' : 'wait'}>
            {situationWords[situation]} <Link to={`${base}?tab=copies`}>Our copies</Link>
          </Note>
        )}
        <nav class="tabs" aria-label="Parts of the request">
          {(Object.keys(tabs) as Tab[]).map((name) => (
            <Link key={name} to={name === 'request' ? base : `${base}?tab=${name}`} current={name === tab && 'page'}>
              {tabs[name]}
            </Link>
          ))}
        </nav>
        {children}
      </div>
    </Layout>
  )
}

type Fact = readonly [name: string, value: string | undefined | null | false]

interface FactsProps {
  /** Whose days its dates are. */
  readonly timeZone: string
  readonly lending: Lending
  readonly fees: readonly FeeEntry[]
  /** Sent as copies, the newest first. */
  readonly files: readonly SentCopy[]
}

function Facts({ lending, timeZone, fees, files }: FactsProps) {
  const { wanted, services, data, partner, via } = lending
  const day = (value: string | null | undefined) => (value ? dayWords(value) : undefined)
  const at = (value: string | null) => (value ? dayAtWords(value, timeZone) : undefined)
  const asked: readonly Fact[] = [
    ['Title', wanted.title],
    ['Article', wanted.articleTitle],
    ['Author', wanted.author],
    ['Author of the article', wanted.articleAuthor],
    ['Edition', wanted.edition],
    ['Publisher', [wanted.place, wanted.publisher].filter(Boolean).join(': ')],
    ['Year', wanted.year],
    ['Series', wanted.series],
    ['ISBN', wanted.isbn],
    ['ISSN', wanted.issn],
    ['Volume', wanted.volume],
    ['Issue', wanted.issue],
    ['Pages', wanted.pages],
    ['Service', servicesWords(services)],
    ['Dealt with as', services.length > 1 && serviceWords[data.service]],
    ['At most', lending.mostCost && `${lending.mostCost}`],
    ['A hold', lending.hold === 'yes' ? 'may be placed' : lending.hold === 'no' ? 'must not be placed' : undefined],
    ['Conditions agreed to', codesInWords(lending.conditions.join('; '))],
    ['Their note', lending.note],
  ]
  const standing: readonly Fact[] = [
    ['Came in', `${timeWords(lending.openedAt, timeZone)}, by ${byWay(via)}`],
    ['Answer by', data.expiresAt && lastDay(data.expiresAt, timeZone)],
    ['Expected', day(data.expectedOn)],
    ['Condition', data.condition && codesInWords(data.condition)],
    ['Answer to it wanted by', day(data.replyBy)],
    ['Reason', data.reason && codesInWords(data.reason)],
    ['Cost', data.cost],
    ['Sent', data.shippedAt && `${dayAtWords(data.shippedAt, timeZone)}, as a ${data.shippedService}`],
    ['File', data.shippedService === 'copy' && files[0] && fileWords(files[0], timeZone)],
    ['Due', day(data.dueOn)],
    ['Renewal wanted until', day(data.renewTo)],
    ['Received there', at(data.receivedAt)],
    ['Returned', at(data.returnedAt)],
    ['Checked in', at(data.checkedInAt)],
    ['Fees', feeWords(fees)],
  ]
  return (
    <>
      <section class="panel">
        <h2>What is wanted</h2>
        <FactList facts={asked} />
        <div class="acts">
          <Link class="btn" id="edit" to={`/lending/${lending.id}/edit`} dialog>
            Edit
          </Link>
        </div>
      </section>
      <section class="panel">
        <h2>How it stands</h2>
        <FactList facts={standing} />
      </section>
      <section class="panel">
        <h2>Where it goes</h2>
        <p>
          {addressLines(lending).map((line) => (
            <>
              {line}
              <br />
            </>
          ))}
        </p>
        <p class="hint">
          {partner.symbol}
          {(lending.deliverEmail || partner.email) && ` · ${lending.deliverEmail || partner.email}`}
        </p>
        <div class="acts">
          <Link class="btn" to={`/lending/${lending.id}/label`}>
            Address label
          </Link>
        </div>
      </section>
    </>
  )
}

/** What became of a file that was sent. */
function fileWords({ fileName, size, endsAt, fetches, fetchedAt, removedAt }: SentCopy, timeZone: string): string {
  const had = fetchedAt
    ? `fetched ${count(fetches, 'time')}, last ${timeWords(fetchedAt, timeZone)}`
    : 'not fetched yet'
  const there = removedAt ? `removed ${dayAtWords(removedAt, timeZone)}` : `there until ${dayAtWords(endsAt, timeZone)}`
  return [fileName, sizeWords(size), there, had].filter(Boolean).join(' · ')
}

const FactList = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl class="facts">
    {facts
      .filter(([, value]) => value)
      .map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Words text={value || ''} most={1000} />
          </dd>
        </div>
      ))}
  </dl>
)
