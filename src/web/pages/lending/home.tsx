import type { RequestHandler } from 'express'
import { z } from 'zod'
import { calendarInUse } from '../../../circulation/index.ts'
import { type LendingCard, lendingCards } from '../../../ill/index.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import type { Door } from '../../door.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { queueFor } from '../library-system/queue.tsx'
import { agoWords } from '../requests/words.ts'
import { FindLending } from './find.tsx'

/** The home of Lending: what other libraries want, counted by what there is to do. */
export const lendingHome = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { res, visitor }) => {
    const { db } = door.database
    const now = door.clock.now()
    const { calendar } = await calendarInUse(db, door.circulation, undefined)
    const cards = await lendingCards(db, calendar, new Date(now))
    sendPage(
      res,
      <Layout door={door} title="Lending">
        <div class="staff">
          <div class="bar heading">
            <h1>Lending</h1>
            <Link class="btn" to="/lending/new">
              New incoming request
            </Link>
          </div>
          <FindLending />
          <section class="row">
            <h2>Requests of other libraries</h2>
            <div class="cards">
              {cards.map((card) => (
                <Card key={card.queue} card={card} now={now} />
              ))}
            </div>
          </section>
          <section class="row">
            <h2>Lists and scans</h2>
            <div class="acts">
              <Link class="btn" to="/lending/pick-list">
                Pick List
              </Link>
              <Link class="btn" to="/lending/shipping-list">
                Shipping List
              </Link>
              <Link class="btn" to="/lending/check-in">
                Check in by scan
              </Link>
              {door.ill.librarySystem && (
                <Link class="btn" to="/circulation-queue">
                  Circulation Queue: {(await queueFor(db, visitor)).length}
                </Link>
              )}
            </div>
          </section>
        </div>
      </Layout>,
    )
  })

const Card = ({
  card: { queue, label, count, oldest, fresh },
  now,
}: {
  readonly card: LendingCard
  readonly now: number
}) => (
  <Link class={count === 0 ? 'card none' : 'card'} to={`/lending/list?queue=${queue}`}>
    <span>{label}</span>
    <b>{count.toLocaleString('en')}</b>
    <span class="hint">{oldest ? `oldest ${agoWords(oldest, now)}` : 'nothing to do'}</span>
    {fresh > 0 && <span class="badge wait">● {fresh} new</span>}
  </Link>
)
