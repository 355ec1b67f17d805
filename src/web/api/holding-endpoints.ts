import { z } from 'zod'
import { HoldingOwnerFields, holdingOwners, removeHoldingOwner, saveHoldingOwner } from '../../ill/index.ts'
import { Problem } from '../../problems.ts'
import type { Door } from '../door.ts'
import { type Endpoint, endpoint } from './endpoint.ts'

const Owner = z
  .object({
    id: z.int(),
    target: z.string().meta({ description: 'Id of a target; empty for any' }),
    code: z.string().meta({ description: 'A library code in records; empty for whatever the target shows' }),
    lenderId: z.int(),
    lender: z.string(),
    symbol: z.string(),
  })
  .meta({ id: 'HoldingOwner', description: 'Which lender a target, or a code in its records, means' })
const Owners = z.object({ owners: z.array(Owner) }).meta({ id: 'HoldingOwners' })
const Fields = HoldingOwnerFields.meta({ id: 'HoldingOwnerFields' })
const Params = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })

/** Whose holdings targets and records show: kept by administrators. */
export function holdingEndpoints(door: Door): readonly Endpoint[] {
  const { database } = door
  return [
    endpoint({
      method: 'get',
      path: '/holding-owners',
      summary: 'Which lender each target of the search, or library code in its records, means',
      answers: [{ status: 200, description: 'By target, then by code', schema: Owners }],
      problems: [401, 403],
      handle: async (_input, { res }) => {
        res.json({ owners: await holdingOwners(database.db) })
      },
    }),
    endpoint({
      method: 'put',
      path: '/holding-owners',
      summary: 'Say which lender a target or code means; the same again changes nothing',
      body: Fields,
      answers: [{ status: 200, description: 'As it is now', schema: Owner }],
      problems: [400, 401, 403, 404, 413],
      handle: async ({ body }, { res, visitor }) => {
        const owner = await database.tx(async (tx) => {
          const id = await saveHoldingOwner(tx, body, visitor.actor)
          return (await holdingOwners(tx)).find((one) => one.id === id)
        })
        if (!owner) throw new Problem('not-found', { what: 'entry' })
        res.json(owner)
      },
    }),
    endpoint({
      method: 'delete',
      path: '/holding-owners/{id}',
      summary: 'Nobody says any more which lender it means',
      params: Params,
      answers: [{ status: 204, description: 'Removed' }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res, visitor }) => {
        await database.tx((tx) => removeHoldingOwner(tx, params.id, visitor.actor))
        res.status(204).end()
      },
    }),
  ]
}
