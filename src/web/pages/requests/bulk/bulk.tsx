import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { Problem } from '../../../../problems.ts'
import { complaintsAbout, controlsOf, saidIn } from '../../../action-form.ts'
import { alsoSaid } from '../../../also-said.ts'
import type { Complaints } from '../../../complaints.ts'
import type { Door } from '../../../door.ts'
import { type Exchange, formFields, parse, route } from '../../../route.ts'
import { sendPage } from '../../../send-page.ts'
import { ListAddress, pageOfList, queryOf } from '../list-address.ts'
import { listsFor } from '../presets.ts'
import { BulkAddress, type BulkEvent, BulkForm, readRow, singleActs } from './bulk-address.ts'
import { carryOut } from './carry-out.ts'
import { type Choice, chooseFor, type Several } from './chosen.ts'
import { ConfirmPage } from './confirm-page.tsx'
import { ResultPage } from './result-page.tsx'
import { TickFirst } from './tick-first.tsx'

/** Asks once more, with exact counts: what can be done with which of the requests that were ticked, or with all. */
export const bulkPage = (door: Door): RequestHandler =>
  route(BulkAddress, async (address, exchange) => {
    const { res, visitor } = exchange
    const { event, all } = address
    const of = listAt(pageOfList(address))
    const ids = [...new Set(address.id)]
    if (event === 'edit' || event === 'lenders') {
      const [only] = ids
      if (only !== undefined && ids.length === 1 && !all)
        return res.redirect(303, `/requests/${only}/${singleActs[event]}`)
      return sendPage(res, <TickFirst {...{ door, of }} ticked={all ? undefined : ids.length} one />, 400)
    }
    const query = all ? queryOf(address, visitor.person?.id) : { ids }
    const choice = await chooseFor(door, visitor, event, query, address.sort)
    if (choice.meant === 0) return sendPage(res, <TickFirst {...{ door, of }} ticked={0} />, 400)
    await confirm(door, exchange, { event, choice, of, typed: { assignee: visitor.person?.id } })
  })

const listAt = (back: string): Several => ({
  noun: 'request',
  box: 'id',
  path: '/requests/bulk',
  back,
  backWords: 'the list of requests',
})

function specOf({ ill: { engine } }: Door, event: BulkEvent) {
  const { label, form } = engine.machine('request').definition.events[event]!
  return { label, form }
}

interface Asked {
  readonly event: BulkEvent
  readonly choice: Choice
  readonly of: Several
  readonly typed: Readonly<Record<string, unknown>>
  readonly complaints?: Complaints
}

async function confirm(door: Door, { res, visitor }: Exchange, { event, choice, of, typed, complaints = {} }: Asked) {
  const spec = specOf(door, event)
  const notes = door.ill.engine.policy.notes('request', event)
  const controls = controlsOf(spec)
  const page = {
    ...{ door, of, event, choice, controls, complaints },
    hidden: { list: /\?(.*)$/.exec(of.back)?.[1] ?? '' },
    label: spec.label,
    typed: { ...notes, ...typed },
    lists: await listsFor(door.database.db, spec, visitor.person?.id, choice.pickups),
    key: randomUUID(),
  }
  sendPage(res, <ConfirmPage {...page} />, Object.keys(complaints).length > 0 ? 422 : 200)
}

/** Does it, and tells what became of each. The same press again finds what the first one did. */
export const bulkAct = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, exchange) => {
    const { req, res, visitor } = exchange
    const { event, key: uuid, row, list } = parse(BulkForm, formFields(req, BulkForm))
    const rows = row.map(readRow)
    const of = listAt(pageOfList(parse(ListAddress, Object.fromEntries(new URLSearchParams(list)))))
    const choice = await chooseFor(door, visitor, event, { ids: rows.map(({ id }) => id) }, 'oldest')
    const body = (req.body ?? {}) as Readonly<Record<string, unknown>>
    const spec = specOf(door, event)
    const said = { ...saidIn(spec, body), ...(await alsoSaid(door.database.db, { event }, body, choice.pickups)) }
    const complaints = complaintsAbout(spec, said)
    if (Object.keys(complaints).length > 0)
      return confirm(door, exchange, { event, choice, of, typed: said, complaints })
    if (choice.chosen.length === 0) throw new Problem('request-gone')
    const wanted = { event, key: `page:${uuid}`, form: said, rows }
    const fates = await carryOut(door, exchange, wanted, choice.chosen)
    const [only] = fates
    if (only && fates.length === 1 && only.why === undefined)
      return res.redirect(
        303,
        `${of.back}${of.back.includes('?') ? '&' : '?'}done=${event}&on=${only.chosen.ticked.id}`,
      )
    sendPage(res, <ResultPage {...{ door, of, event, fates }} label={spec.label} />)
  })
