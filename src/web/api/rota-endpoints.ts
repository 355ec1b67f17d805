import { z } from 'zod'
import { buildRota, entryState, isAtEnd, type RotaDraft, readDraft, rotaOf, setAutomatic } from '../../ill/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { Door } from '../door.ts'
import { whoIs } from '../requests.ts'
import type { Visitor } from '../visitor.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { once, sendAnswered } from './once.ts'
import { KeyHeaders, RequestParams } from './request-schemas.ts'
import { knownRequest } from './whose-requests.ts'

const whole = z.int().min(1)
const lender = z.object({ id: z.int(), symbol: z.string(), name: z.string() })
const Rota = z
  .object({
    automatic: z.boolean().meta({ description: 'The next lender is asked by itself when one does not supply' }),
    builtAt: z.iso.datetime().optional().meta({ description: 'Missing where no rota was built' }),
    atEnd: z.boolean().meta({ description: 'Everybody was asked, nobody supplies' }),
    entries: z.array(
      z.object({
        line: z.int(),
        lender,
        state: z.enum(['untried', 'live', 'tried', 'skipped', 'closed']),
        why: z.array(z.string()).meta({ description: 'Why it stands where it does' }),
        skipped: z.string().optional().meta({ description: 'Why it was passed over' }),
      }),
    ),
  })
  .meta({ id: 'Rota' })
const RotaDraftSchema = z
  .object({
    entries: z.array(z.object({ lender, why: z.array(z.string()) })),
    left: z.array(z.object({ lender, because: z.string() })),
    own: z.boolean().meta({ description: 'Our own library seems to have it' }),
    unresolved: z.array(z.string()).meta({ description: 'Holdings of which nobody said whose they are' }),
  })
  .meta({ id: 'RotaDraft', description: 'The rota as it would be built now' })
const NewRota = z
  .strictObject({
    lenders: z.array(whole).max(200).optional().meta({ description: 'Those of the draft; all if not given' }),
    automatic: z.boolean().optional(),
  })
  .default({})
  .meta({ id: 'NewRota' })
const RotaChange = z.strictObject({ automatic: z.boolean() }).meta({ id: 'RotaChange' })

const named = ({ id, symbol, name }: z.infer<typeof lender>) => ({ id, symbol, name })
const draftView = ({ entries, left, own, unresolved }: RotaDraft): z.infer<typeof RotaDraftSchema> => ({
  entries: entries.map(({ lender: one, why }) => ({ lender: named(one), why: [...why] })),
  left: left.map(({ lender: one, because }) => ({ lender: named(one), because })),
  ...{ own, unresolved: [...unresolved] },
})

/** Who is asked for a request, in which order. */
export function rotaEndpoints(door: Door): readonly Endpoint[] {
  const { database, clock } = door
  const means = () => ({ ...door.ill, now: new Date(clock.now()) })
  const viewOf = async (tx: Tx, visitor: Visitor, id: string): Promise<z.infer<typeof Rota>> => {
    const { request, lines } = await knownRequest(door, visitor, id, tx)
    const rota = await rotaOf(tx, request.id)
    return {
      automatic: rota?.automatic ?? false,
      ...(rota && { builtAt: rota.builtAt.toISOString() }),
      atEnd: isAtEnd(lines),
      entries: lines.map((line) => ({
        ...{ line: line.id, lender: named(line.lender), state: entryState(line), why: [...line.why] },
        ...(line.skipped !== null && { skipped: line.skipped }),
      })),
    }
  }
  return [
    endpoint({
      method: 'get',
      path: '/requests/{id}/rota',
      summary: 'Who is asked for a request, in which order, and how each turn stands',
      params: RequestParams,
      answers: [{ status: 200, description: 'In their order', schema: Rota }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, exchange) => {
        exchange.res.json(await viewOf(database.db, exchange.visitor, params.id))
      },
    }),
    endpoint({
      method: 'get',
      path: '/requests/{id}/rota/draft',
      summary: 'The rota as it would be built now, with reasons; nothing is stored',
      params: RequestParams,
      answers: [{ status: 200, description: 'Who would be asked, and who would not', schema: RotaDraftSchema }],
      problems: [400, 401, 403, 404, 409],
      handle: async ({ params }, { res, visitor }) => {
        const { request } = await knownRequest(door, visitor, params.id, database.db)
        res.json(draftView(await readDraft(database.db, request.id, means())))
      },
    }),
    endpoint({
      method: 'post',
      path: '/requests/{id}/rota',
      summary: 'Build the rota: lenders of the draft are added behind those that are there; nobody is asked yet',
      params: RequestParams,
      headers: KeyHeaders,
      body: NewRota,
      answers: [{ status: 200, description: 'The rota as it is now', schema: Rota }],
      problems: [400, 401, 403, 404, 409, 413, 422],
      handle: async ({ params, headers, body }, exchange) => {
        const answer = await once(door, exchange, headers['idempotency-key'], async (tx) => {
          const { request } = await knownRequest(door, exchange.visitor, params.id, tx)
          const chosen = { chosen: body.lenders, automatic: body.automatic }
          await buildRota(tx, request.id, chosen, { actor: whoIs(exchange.visitor), via: 'api' }, means())
          return { status: 200, headers: {}, body: await viewOf(tx, exchange.visitor, params.id) }
        })
        sendAnswered(exchange, answer!)
      },
    }),
    endpoint({
      method: 'patch',
      path: '/requests/{id}/rota',
      summary: 'Let the rota go on by itself from now on, or wait for somebody',
      params: RequestParams,
      body: RotaChange,
      answers: [{ status: 200, description: 'The rota as it is now', schema: Rota }],
      problems: [400, 401, 403, 404, 413],
      handle: async ({ params, body }, exchange) => {
        const rota = await database.tx(async (tx) => {
          const { request } = await knownRequest(door, exchange.visitor, params.id, tx)
          const by = { actor: whoIs(exchange.visitor), via: 'api' }
          await setAutomatic(tx, request.id, body.automatic, by, means().now)
          return await viewOf(tx, exchange.visitor, params.id)
        })
        exchange.res.json(rota)
      },
    }),
  ]
}
