import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { detailsOfLending, editLending, type Lending } from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import { LinesField } from '../../components/field.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { whoIs } from '../../requests.ts'
import { type Exchange, exchangeOf, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { afterAct } from '../requests/opened.ts'
import { LendingAddress, openedLending } from './opened.ts'
import { OrderFields, type TypedOrder } from './order-fields.tsx'
import { addressTyped, complaintsOf, OrderForm, orderOf, orderTyped } from './order-form.ts'

const Extra = z.object({
  version: z.coerce.number().int().positive(),
  key: z.string().max(80).default(''),
  privateNote: z.string().trim().max(2000).default(''),
})

/** Local Change Request Details: what another library wants, as we understand it. */
export const editLendingPage = (door: Door): RequestHandler =>
  route(LendingAddress, async ({ id }, exchange) => {
    const { lending } = await openedLending(door, exchange.visitor, id)
    show(door, exchange, lending, { typed: orderTyped(lending), complaints: {} })
  })

/** Save & Close. */
export const editLendingAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id } = parse(LendingAddress, req.params)
    const exchange = exchangeOf(req, res)
    const { lending } = await openedLending(door, exchange.visitor, id)
    const extra = parse(Extra, formFields(req, Extra))
    const typed = { ...formFields(req, OrderForm), library: String(lending.partner.id) }
    const complaints = complaintsOf(typed)
    if (Object.keys(complaints).length > 0) return show(door, exchange, lending, { typed, complaints })
    const key = extra.key.startsWith('page:') ? extra.key : undefined
    const { engine } = door.ill
    // Pressed twice: what the first press did stands.
    if (key === undefined || !(await engine.knows(door.database.db, id, key))) {
      const cause = { actor: whoIs(exchange.visitor), via: 'page', expected: extra.version, key } as const
      const told = await door.database
        .tx((tx) =>
          editLending(
            tx,
            id,
            detailsAfter(lending, typed),
            { ...cause, privateNote: extra.privateNote || undefined },
            engine,
          ),
        )
        .catch((error: unknown) => {
          if (error instanceof Problem && error.code === 'workflow-stale') return error.message
          throw error
        })
      if (told !== undefined) {
        const { lending: now } = await openedLending(door, exchange.visitor, id)
        return show(door, exchange, now, { typed, complaints }, told)
      }
    }
    afterAct(res, `/lending/${id}`, 'edit')
  }

/** The details as they were typed, with what the form does not show as it is. */
function detailsAfter(lending: Lending, typed: TypedOrder['typed']) {
  const before = detailsOfLending(lending)
  const form = OrderForm.parse(typed)
  const { wanted, services, neededBy, mostCost, hold, deliverTo, deliverEmail, note } = orderOf(form)
  const shown = new Set(Object.keys(OrderForm.shape))
  const kept = Object.fromEntries(Object.entries(before.wanted).filter(([name]) => !shown.has(name)))
  const sameAddress = form.deliverTo === addressTyped(lending)
  return {
    ...{ hold, deliverEmail, note, services: [...services] },
    wanted: { ...kept, ...wanted },
    neededBy: neededBy ?? null,
    mostCost: mostCost ?? null,
    deliverTo: sameAddress ? before.deliverTo : (deliverTo ?? null),
  }
}

function show(
  door: Door,
  { res }: Pick<Exchange, 'res'>,
  { id, number, title, partner, version }: Lending,
  order: TypedOrder,
  stale?: string,
): void {
  const base = `/lending/${id}`
  const wrong = Object.keys(order.complaints).length > 0
  const { privateNote } = order.typed
  sendPage(
    res,
    <Layout door={door} title={`Edit ${number}`} dialog>
      <div class="form-page">
        <p class="way-back">
          <Link to={base}>
            ‹ {number} · <Words text={title} most={120} />
          </Link>
        </p>
        <h1>Local Change Request Details</h1>
        <p class="hint">{partner.name} is not told of it. What is done and printed from now on goes by it.</p>
        {stale && (
          <div role="alert">
            <Note tone="wait">
              {stale}. What you typed is below: <Link to={base}>look at the request</Link>, or save yours over it.
            </Note>
          </div>
        )}
        <form method="post" action={`${base}/edit`} class="panel stacked">
          <CsrfField />
          <input type="hidden" name="version" value={version} />
          <input type="hidden" name="key" value={`page:${randomUUID()}`} />
          <OrderFields {...order} />
          <LinesField
            id="privateNote"
            label="Staff notes"
            hint="Kept in the history."
            value={typeof privateNote === 'string' ? privateNote : ''}
            rows={2}
            maxLength={2000}
          />
          <div class="acts">
            <button type="submit" class="btn primary">
              Save &amp; Close
            </button>
            <Link class="btn" to={base} close>
              Cancel
            </Link>
          </div>
        </form>
      </div>
    </Layout>,
    stale ? 412 : wrong ? 422 : 200,
  )
}
