import type { RequestHandler } from 'express'
import { z } from 'zod'
import { type Alteration, alterTargets, countAltered } from '../../../../search/index.ts'
import type { Door } from '../../../door.ts'
import { formFields, parse, route } from '../../../route.ts'
import { keepingOf } from '../../../target-views.ts'
import { hrefOf, ListAddress, sendTargets } from './list.tsx'

const acts = ['on', 'off', 'into', 'outOf'] as const
const Form = z.object({
  target: z.array(z.string().min(1).max(64)).max(1000),
  act: z.enum(acts),
  category: z.string().trim().max(200).default(''),
  q: ListAddress.shape.q,
  page: ListAddress.shape.page,
})

const alterationOf = (act: (typeof acts)[number], category: string): Alteration =>
  act === 'on' || act === 'off' ? { enabled: act === 'on' } : { [act]: [category] }

/** Turns the targets that are ticked on or off, or files them otherwise; where some cannot be, says which and why. */
export const alterTargetsAct = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, exchange) => {
    const { target: ids, act, category, q, page } = parse(Form, formFields(exchange.req, Form))
    const again = (complaint: string) =>
      sendTargets(door, exchange, { q, page, ticked: ids, category, refusal: complaint }, 422)
    if (ids.length === 0) return await again('Tick at least one target first.')
    if ((act === 'into' || act === 'outOf') && category === '')
      return await again('Say which category they are to be put under or taken out of.')
    const altered = await door.database.tx((tx) =>
      alterTargets(tx, ids, alterationOf(act, category), keepingOf(door, exchange)),
    )
    await door.targets.refresh()
    const { changed, refused } = countAltered(altered)
    if (refused === 0) return exchange.res.redirect(303, hrefOf({ q, page, done: act, n: changed }))
    await sendTargets(door, exchange, { q, page, done: act, n: changed, altered })
  })
