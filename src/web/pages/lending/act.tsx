import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { readItem } from '../../../catalogue/index.ts'
import { type Lending, systemWays } from '../../../ill/index.ts'
import { addDays } from '../../../kit/calendar/index.ts'
import { Problem } from '../../../problems.ts'
import type { Action } from '../../../workflow/index.ts'
import { complaintsAbout, controlsOf, saidIn } from '../../action-form.ts'
import type { Complaints } from '../../complaints.ts'
import { ActionFields } from '../../components/action-form.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'
import { whoIs } from '../../requests.ts'
import { type Exchange, exchangeOf, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { afterAct, pageKey } from '../requests/opened.ts'
import { LendingAddress, mayActOn, openedLending } from './opened.ts'

const OnLending = LendingAddress.extend({ event: z.string().regex(/^[\w:-]{1,80}$/) })

/** How long a loan is unless somebody says otherwise. */
export const usualDays = 28

interface Subject {
  readonly lending: Lending
  readonly action: Action
}

/** The page that asks what an action needs to know. */
export const lendingActForm = (door: Door): RequestHandler =>
  route(OnLending, async ({ id, event }, exchange) => {
    const subject = await subjectOf(door, exchange, id, event)
    showForm(door, exchange, subject, await firstTyped(door, subject), {})
  })

/** Does it. */
export const lendingAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id, event } = parse(OnLending, req.params)
    const exchange = exchangeOf(req, res)
    const { engine } = door.ill
    const body = (req.body ?? {}) as Readonly<Record<string, unknown>>
    const key = pageKey(body)
    // Pressed twice: what the first press did stands.
    if (key !== undefined && (await engine.knows(door.database.db, id, key)))
      return afterAct(res, `/lending/${id}`, event)
    const subject = await subjectOf(door, exchange, id, event)
    const said = saidIn(subject.action, body)
    const complaints = complaintsAbout(subject.action, said)
    if (Object.keys(complaints).length > 0) return showForm(door, exchange, subject, said, complaints)
    const version = Number(body['version'])
    try {
      await door.database.tx((tx) =>
        engine.act(tx, id, event, {
          ...{ actor: whoIs(exchange.visitor), via: 'page', form: said },
          ...(Number.isSafeInteger(version) && version > 0 && { expected: version }),
          ...(key !== undefined && { key }),
        }),
      )
    } catch (error) {
      // What stands against it belongs beside what was typed.
      if (error instanceof Problem && (error.code === 'item-not-free' || error.code === 'workflow-refused'))
        return showForm(door, exchange, subject, said, {}, error.message)
      throw error
    }
    afterAct(res, `/lending/${id}`, event)
  }

async function subjectOf(door: Door, { visitor }: Exchange, id: number, event: string): Promise<Subject> {
  const { lending, actions } = await openedLending(door, visitor, id)
  const action = actions.find((one) => one.event === event)
  const { definition } = door.ill.engine.machine('lending')
  const spec = Object.hasOwn(definition.events, event) ? definition.events[event] : undefined
  if (spec && !mayActOn(visitor, spec)) throw new Problem('not-allowed')
  if (!action)
    throw new Problem('workflow-illegal', {
      event: spec?.label ?? event,
      state: definition.states[lending.state]!.label,
    })
  return { lending, action }
}

/** What stands in the form before anybody typed: what is known, and what is usual. */
async function firstTyped(door: Door, { lending, action }: Subject): Promise<Record<string, unknown>> {
  const { db } = door.database
  const today = (await clockOf(door, db)).today()
  const { itemId, data } = lending
  const item = itemId === undefined ? undefined : await readItem(db, itemId)
  const known: Record<string, unknown> = {
    ...action.notes,
    itemNo: item?.accessionNo,
    ...{ shippedOn: today, receivedOn: today, returnedOn: today, checkedInOn: today },
    dueOn: action.event === 'renew' ? undefined : (data.renewTo ?? addDays(today, usualDays)),
    ...(action.event === 'shipped' && { renewable: true, service: data.service }),
  }
  const names = new Set(controlsOf(action).map(({ name }) => name))
  return Object.fromEntries(Object.entries(known).filter(([name, value]) => names.has(name) && value !== undefined))
}

function showForm(
  door: Door,
  { res }: Pick<Exchange, 'res'>,
  { lending, action }: Subject,
  typed: Readonly<Record<string, unknown>>,
  complaints: Complaints,
  refusal?: string,
): void {
  const { id, number, title, partner, version } = lending
  const { label, obstacles, event } = action
  const back = `/lending/${id}`
  const controls = controlsOf(action)
  const page = (
    <Layout door={door} title={label} dialog>
      <div class="form-page">
        <p class="way-back">
          <Link to={back}>
            ‹ {number} · {title} · {partner.name}
          </Link>
        </p>
        <h1>{label}</h1>
        {refusal && (
          <div role="alert">
            <Note tone="bad">{refusal}</Note>
          </div>
        )}
        {obstacles.length > 0 ? (
          <Note tone="wait">This is not possible now: {obstacles.join('; ')}.</Note>
        ) : (
          <form method="post" action={`${back}/act/${event}`} class="panel stacked">
            <CsrfField />
            <input type="hidden" name="version" value={version} />
            <input type="hidden" name="key" value={`page:${randomUUID()}`} />
            <ActionFields controls={controls} typed={typed} complaints={complaints} lists={{}} />
            {controls.some(({ name }) => name === 'publicNote') && <Told lending={lending} />}
            <div class="acts">
              <button type="submit" class="btn primary">
                {label}
              </button>
              <Link class="btn" to={back} close>
                Cancel
              </Link>
            </div>
          </form>
        )}
      </div>
    </Layout>
  )
  sendPage(res, page, refusal || Object.keys(complaints).length > 0 ? 422 : 200)
}

/** How the borrowing library hears of it. */
const Told = ({ lending: { via, partner } }: { readonly lending: Lending }) => (
  <p class="hint">
    {systemWays.has(via)
      ? `The system of ${partner.name} is told.`
      : partner.email
        ? `What ${partner.name} has to know goes to ${partner.email}.`
        : `${partner.name} has no e-mail address: tell them yourself.`}
  </p>
)
