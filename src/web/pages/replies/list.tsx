import type { RequestHandler } from 'express'
import { z } from 'zod'
import { openReplies, type Reply } from '../../../ill/index.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Moment } from '../../components/moment.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { branchesOf } from '../../requests.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { beginning, replyPath } from './reply-card.tsx'
import { suggestionWords } from './words.ts'

/** What lenders have written by e-mail, to be settled. */
export const repliesPage = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { res, visitor }) => {
    const replies = await openReplies(door.database.db, branchesOf(visitor))
    sendPage(res, <Replies door={door} replies={replies} />)
  })

const Replies = ({ door, replies }: { readonly door: Door; readonly replies: readonly Reply[] }) => (
  <Layout door={door} title="Replies of lenders">
    <div class="staff">
      <p class="way-back">
        <Link to="/requests">‹ Requests</Link>
      </p>
      <h1>Replies of lenders</h1>
      {replies.length === 0 ? (
        <div class="panel nothing">
          <p>
            Nothing is left to be read. What lenders write by e-mail is listed here until it is applied or dismissed.
          </p>
        </div>
      ) : (
        <div class="panel wide-table">
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">Request</th>
                <th scope="col">Lender</th>
                <th scope="col">Seems to say</th>
                <th scope="col">In its words</th>
                <th scope="col">Came</th>
              </tr>
            </thead>
            <tbody>
              {replies.map((reply) => (
                <tr key={reply.id}>
                  <th scope="row" class="num">
                    <Link to={replyPath(reply)}>{reply.requestNo}</Link>
                  </th>
                  <td>
                    <Words text={reply.lender} most={80} />
                    {!reply.knownSender && <p class="hint">From another address</p>}
                  </td>
                  <td data-label="Seems to say">{suggestionWords(door.ill.engine, reply) ?? 'Nothing that we know'}</td>
                  <td data-label="In its words">
                    <Words text={beginning(reply.text)} most={160} />
                  </td>
                  <td data-label="Came">
                    <Moment at={reply.arrivedAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  </Layout>
)
