import { parseRequestNumber } from '../ill/index.ts'
import type { Tx } from '../kit/db/index.ts'
import { Problem } from '../problems.ts'
import type { Door } from './door.ts'
import { whoIs, worksOn } from './requests.ts'
import type { Visitor } from './visitor.ts'

/**
 * What links a record with a request, in the transaction that takes the record: once, however often it is called.
 * @param request its number as people say it, or its id
 * @throws Problem unknown-request, and not-allowed for who does not work on requests of its branch
 */
export function linkingWith(
  { ill }: Pick<Door, 'ill'>,
  request: string,
  visitor: Visitor,
  via: 'page' | 'api',
): (tx: Tx, bibId: number) => Promise<void> {
  return async (tx, bibId) => {
    const id = parseRequestNumber(request)
    const row =
      id === undefined
        ? undefined
        : await tx
            .selectFrom('ill_requests')
            .select(['bib_id', 'pickup_branch'])
            .where('id', '=', id)
            .forUpdate()
            .executeTakeFirst()
    if (id === undefined || !row) throw new Problem('unknown-request', { request })
    if (!worksOn(visitor, { pickupBranch: row.pickup_branch ?? undefined })) throw new Problem('not-allowed')
    if (row.bib_id === bibId) return
    await ill.engine.act(tx, id, 'link', { actor: whoIs(visitor), via, form: { bibId } })
  }
}
