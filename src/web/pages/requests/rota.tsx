import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { buildRota, type RotaDraft, readDraft, setAutomatic } from '../../../ill/index.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField, useVisitor } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { may } from '../../may.ts'
import { whoIs } from '../../requests.ts'
import { exchangeOf, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { holdingsPath } from '../admin/lenders/holdings.tsx'
import { afterAct, type OpenedRequest, openRequest, RequestAddress } from './opened.ts'

const whole = z.coerce.number().int().positive()
/** One tick comes as a text, several as a list. */
const BuildForm = z.object({
  lender: z.preprocess((said) => (said === undefined ? [] : [said].flat()), z.array(whole).max(200)),
  automatic: z.literal('on').optional(),
  key: z.uuid(),
})
const AutomaticForm = z.object({ automatic: z.enum(['yes', 'no']) })

const means = (door: Door) => ({ ...door.ill, now: new Date(door.clock.now()) })

/** What the rota of a request would be: who would be asked, in which order and why, and who would not. */
export const rotaPage = (door: Door): RequestHandler =>
  route(RequestAddress, async ({ id }, { res, visitor }) => {
    const opened = await openRequest(door, visitor, id)
    const draft = await readDraft(door.database.db, id, means(door))
    sendPage(res, <RotaPage {...{ door, opened, draft }} />)
  })

export const buildRotaAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id } = parse(RequestAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    const { lender, automatic, key } = parse(BuildForm, req.body)
    await openRequest(door, visitor, id)
    const chosen = { chosen: lender, automatic: automatic !== undefined }
    await door.database.tx((tx) =>
      buildRota(tx, id, chosen, { actor: whoIs(visitor), via: 'page', key: `page:${key}` }, means(door)),
    )
    afterAct(res, `/requests/${id}/lenders`, 'built')
  }

/** Lets the rota go on by itself, or not. */
export const automaticAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id } = parse(RequestAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    const { automatic } = parse(AutomaticForm, req.body)
    await openRequest(door, visitor, id)
    const { now } = means(door)
    await door.database.tx((tx) =>
      setAutomatic(tx, id, automatic === 'yes', { actor: whoIs(visitor), via: 'page' }, now),
    )
    afterAct(res, `/requests/${id}/lenders`, automatic === 'yes' ? 'automatic' : 'byHand')
  }

interface RotaProps {
  readonly door: Door
  readonly opened: OpenedRequest
  readonly draft: RotaDraft
}

function RotaPage({ door, opened: { request }, draft: { entries, left, own, unresolved } }: RotaProps) {
  const base = `/requests/${request.id}/lenders`
  return (
    <Layout door={door} title={`Build rota ${request.number}`} dialog>
      <div class="staff">
        <p class="way-back">
          <Link to={base}>‹ Manage ILL</Link>
        </p>
        <div class="bar heading">
          <h1>Build rota</h1>
        </div>
        {own && (
          <Note tone="wait">Our own library seems to have it: look at the shelf before anybody else is asked.</Note>
        )}
        {unresolved.length > 0 && (
          <Note tone="info">
            {unresolved.join(', ')} {unresolved.length === 1 ? 'has' : 'have'} it too, but nobody has said which lender
            that is: an administrator can, under{' '}
            {may(useVisitor(), 'admin') ? <Link to={holdingsPath}>Whose holdings</Link> : 'Lenders, Whose holdings'}.
          </Note>
        )}
        {entries.length === 0 ? (
          <div class="panel nothing">
            <p>No lender is known that could be asked.</p>
            <p class="hint">
              <Link to={`${base}/add`}>Add lenders</Link> from the directory instead.
            </p>
          </div>
        ) : (
          <form method="post" action={`${base}/rota`}>
            <CsrfField />
            <input type="hidden" name="key" value={randomUUID()} />
            <div class="panel wide-table">
              <table class="rows">
                <thead>
                  <tr>
                    <th scope="col">
                      <span class="hidden">Tick</span>
                    </th>
                    <th scope="col">Order</th>
                    <th scope="col">Lender</th>
                    <th scope="col">Why it stands there</th>
                  </tr>
                </thead>
                <tbody>
                  {entries.map(({ lender, why }, at) => (
                    <tr key={lender.id}>
                      <td>
                        <label class="check">
                          <input type="checkbox" name="lender" value={lender.id} checked />
                          <span class="hidden">{lender.name}</span>
                        </label>
                      </td>
                      <td class="num" data-label="Order">
                        {at + 1}
                      </td>
                      <th scope="row">
                        {lender.name}
                        <br />
                        <span class="hint">{lender.symbol}</span>
                      </th>
                      <td data-label="Why">{why.join(' · ')}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <div class="row">
              <label class="check">
                <input type="checkbox" name="automatic" checked={door.ill.settings.rota.advance} />
                Ask the next lender by itself when one does not supply
              </label>
              <p class="hint">Nobody is asked yet: press Requested on the first lender when it is to begin.</p>
            </div>
            <div class="bar">
              <button type="submit" class="btn primary">
                Build rota
              </button>
            </div>
          </form>
        )}
        {left.length > 0 && (
          <section class="row">
            <h2>Left out</h2>
            <ul class="rows">
              {left.map(({ lender, because }) => (
                <li key={lender.id}>
                  <b>{lender.name}</b> <span class="hint">{because}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Layout>
  )
}
