import type { RequestHandler } from 'express'
import { z } from 'zod'
import { type Card, type Counted, countReplies, requestCards, viewsFor } from '../../../ill/index.ts'
import type { Tx } from '../../../kit/db/index.ts'
import { countTroubles } from '../../../messages/index.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'
import { branchesOf, listedFor, messagesFor } from '../../requests.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { cut, plain } from '../../text.ts'
import type { Visitor } from '../../visitor.ts'
import { queueFor } from '../library-system/queue.tsx'
import { viewLabel } from '../lists/saved-views.tsx'
import { FindRequest } from './find.tsx'
import { ListAddress, listHref, queryOf, wholeList } from './list-address.ts'
import { agoWords } from './words.ts'

/** The home of Requests: what there is to do, counted. */
export const requestsHome = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { res, visitor }) => {
    const { db } = door.database
    const now = door.clock.now()
    const clock = await clockOf(door, db)
    const { loan, queues, mine, kept } = await requestCards(db, {
      me: visitor.person?.id ?? '',
      today: clock.today(),
      within: listedFor(visitor, clock),
      kept: await keptLists(db, visitor),
    })
    const { messages, jobs } = await countTroubles(db, messagesFor(visitor))
    const replies = await countReplies(db, branchesOf(visitor))
    const waiting = door.ill.librarySystem ? (await queueFor(db, visitor)).length : 0
    const tiles = (cards: readonly Card[]) => cards.map((card) => tileOf(card, now))
    sendPage(
      res,
      <Layout door={door} title="Requests">
        <div class="staff">
          <div class="bar heading">
            <h1>Requests</h1>
            <Link class="btn" to="/requests/new">
              New request
            </Link>
          </div>
          <FindRequest />
          <Tiles
            title="Inter-library Loan"
            tiles={[...tiles(loan), ...repliesTile(replies), ...queueTile(waiting), problemsTile(messages + jobs)]}
          />
          {queues.length > 0 && <Tiles title="At lenders" tiles={tiles(queues)} />}
          {mine.length > 0 && <Tiles title="Assigned to me" tiles={tiles(mine)} />}
          {kept.length > 0 && <Tiles title="Saved views" tiles={tiles(kept)} />}
          {kept.length > 0 && <Link to="/requests/views">Rename or remove views</Link>}
        </div>
      </Layout>,
    )
  })

/** The lists somebody keeps, as cards count them. */
async function keptLists(tx: Tx, { person }: Visitor): Promise<Kept[]> {
  if (!person) return []
  return (await viewsFor(tx, 'requests', person.id)).flatMap((view) => {
    const address = ListAddress.safeParse(view.filters)
    if (!address.success) return []
    const label = viewLabel(view, person.id)
    return [{ name: `view-${view.id}`, label, query: queryOf(address.data, person.id), to: wholeList(address.data) }]
  })
}

interface Kept extends Counted {
  readonly to: string
}

/** A number that opens what it counts. */
interface Tile {
  readonly name: string
  readonly label: string
  readonly to: string
  readonly count: number
  readonly hint: string
  /** What is among them that nobody has looked at. */
  readonly news?: string
}

const tileOf = (card: Card & { readonly to?: string }, now: number): Tile => ({
  ...{ name: card.name, label: card.label, count: card.count, to: card.to ?? listHref(card.query) },
  hint: card.oldest ? `oldest ${agoWords(card.oldest, now)}` : 'nothing to do',
  ...(card.fresh > 0 && { news: `${card.fresh} new` }),
})

/** Only where there are some: not every house has a mailbox of its own read. */
const repliesTile = (count: number): readonly Tile[] =>
  count === 0
    ? []
    : [{ name: 'replies', label: 'Replies of lenders', to: '/requests/replies', count, hint: 'to be read' }]

/** Only where there is something: few houses keep a system of their own. */
const queueTile = (count: number): readonly Tile[] =>
  count === 0
    ? []
    : [
        {
          ...{ name: 'circulation', label: 'Circulation Queue', to: '/circulation-queue', count },
          hint: 'at the library’s system',
        },
      ]

const problemsTile = (count: number): Tile => ({
  ...{ name: 'problems', label: 'Problems', to: '/problems', count },
  hint: count > 0 ? 'to be decided' : 'nothing to do',
})

const Tiles = ({ title, tiles }: { readonly title: string; readonly tiles: readonly Tile[] }) => (
  <section class="row">
    <h2>{title}</h2>
    <div class="cards">
      {tiles.map(({ name, label, to, count, hint, news }) => (
        <Link key={name} class={count === 0 ? 'card none' : 'card'} to={to}>
          <span>{cut(plain(label), 60)}</span>
          <b>{count.toLocaleString('en')}</b>
          <span class="hint">{hint}</span>
          {news && <span class="badge wait">● {news}</span>}
        </Link>
      ))}
    </div>
  </section>
)
