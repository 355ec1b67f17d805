import type { RequestHandler } from 'express'
import { z } from 'zod'
import { fetchSentCopy } from '../../../ill/index.ts'
import { Layout } from '../../components/layout.tsx'
import type { Door } from '../../door.ts'
import { route } from '../../route.ts'
import { sendDocument } from '../../send-document.ts'
import { sendPage } from '../../send-page.ts'
import type { AnswerLimit } from './answer.tsx'

const Address = z.object({ token: z.string().min(1).max(100) })

/**
 * Gives the library that a copy was sent to its file: to its system, which fetches it by itself, as well as to people. A
 * program that looks through mail may open the link; so that it is still good after that, it is not for one time only.
 */
export const sentCopy = (door: Door, limit: AnswerLimit): RequestHandler =>
  route(Address, async ({ token }, exchange) => {
    const { req, res } = exchange
    await limit(req)
    const copy = await door.database.tx((tx) => fetchSentCopy(tx, token, new Date(door.clock.now())))
    res.set('X-Robots-Tag', 'noindex, nofollow, noarchive')
    if (copy) return await sendDocument(door.database.db, copy, exchange)
    res.set('Cache-Control', 'private, no-store')
    sendPage(res, <NoCopy door={door} />, 410)
  })

const NoCopy = ({ door }: { readonly door: Door }) => (
  <Layout door={door} title="This copy is not here any more">
    <div class="panel nothing">
      <h1>This copy is not here any more</h1>
      <p>
        A link to a copy is good for some days. If it never worked it was cut short on the way, or the copy was sent
        anew: use the newest link. Please ask whoever sent it to send it again.
      </p>
    </div>
  </Layout>
)
