import type { RequestHandler } from 'express'
import { z } from 'zod'
import { type Alert, listAlerts, markRead } from '../../../messages/index.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Moment } from '../../components/moment.tsx'
import { CsrfField, useVisitor } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { may } from '../../may.ts'
import { formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { count } from '../../text.ts'

const most = 200

/** What whoever is signed in has been alerted of. */
export const alertsPage = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { res, visitor }) => {
    // Its rule lets nobody in who is no person.
    const alerts = await listAlerts(door.database.db, visitor.person!.id, most)
    sendPage(res, <Alerts door={door} alerts={alerts} />)
  })

const number = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const ReadForm = z.union([z.object({ id: number }), z.object({ upTo: number })])

/** Marks one as read, or all that were on the page. */
export const readAlerts = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { req, res, visitor }) => {
    const which = parse(ReadForm, formFields(req, z.object({ id: z.string(), upTo: z.string() })))
    await markRead(door.database.db, visitor.person!.id, which, new Date(door.clock.now()))
    res.redirect(303, '/account/alerts')
  })

interface AlertsProps {
  readonly door: Door
  readonly alerts: readonly Alert[]
}

function Alerts({ door, alerts }: AlertsProps) {
  const { alerts: unread } = useVisitor()
  return (
    <Layout door={door} title="Alerts">
      <nav class="bar neighbours" aria-label="Your account">
        <Link to="/account">‹ Your account</Link>
      </nav>
      <div class="staff">
        <h1>Alerts</h1>
        {alerts.length === 0 ? (
          <div class="panel nothing">
            <p>Nobody has alerted you of anything.</p>
          </div>
        ) : (
          <>
            <p class="hint">{unread > 0 ? `${count(unread, 'alert')} not read yet.` : 'You have read them all.'}</p>
            {unread > 1 && (
              <form method="post" action="/account/alerts">
                <CsrfField />
                <input type="hidden" name="upTo" value={Math.max(...alerts.map(({ id }) => id))} />
                <button type="submit" class="btn">
                  Mark all as read
                </button>
              </form>
            )}
            <div class="panel wide-table">
              <table class="rows">
                <thead>
                  <tr>
                    <th scope="col">Alert</th>
                    <th scope="col">Since</th>
                    <th scope="col">
                      <span class="hidden">Acts</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {alerts.map((alert) => (
                    <Row key={alert.id} alert={alert} />
                  ))}
                </tbody>
              </table>
            </div>
          </>
        )}
      </div>
    </Layout>
  )
}

function Row({ alert: { id, text, about, from, requestId, at, readAt } }: { readonly alert: Alert }) {
  const isOfRequests = may(useVisitor(), 'requests@branch')
  const words = <Words text={about} most={200} />
  return (
    <tr>
      <th scope="row">
        <Words text={text} most={500} />
        <p class="hint">
          {requestId !== undefined && isOfRequests ? <Link to={`/requests/${requestId}`}>{words}</Link> : words}
          {from !== undefined && `, from ${from}`}
        </p>
      </th>
      <td data-label="Since">
        <Moment at={at} />
      </td>
      <td>
        {readAt ? (
          <span class="badge calm">Read</span>
        ) : (
          <form method="post" action="/account/alerts">
            <CsrfField />
            <input type="hidden" name="id" value={id} />
            <button type="submit" class="btn" aria-label={`Mark as read: ${text}`}>
              Mark as read
            </button>
          </form>
        )}
      </td>
    </tr>
  )
}
