import { parseRequestNumber } from '../ill/index.ts'
import type { Tx } from '../kit/db/index.ts'
import { Problem } from '../problems.ts'
import type { Who } from '../workflow/index.ts'
import type { Door } from './door.ts'

/**
 * What links a record with a request, in the transaction that takes the record: once, however often it is called.
 * @param request its number as people say it, or its id
 */
export function linkingWith(
  { ill }: Pick<Door, 'ill'>,
  request: string,
  actor: Who,
  via: 'page' | 'api',
): (tx: Tx, bibId: number) => Promise<void> {
  return async (tx, bibId) => {
    const id = parseRequestNumber(request)
    const row =
      id === undefined
        ? undefined
        : await tx.selectFrom('ill_requests').select('bib_id').where('id', '=', id).forUpdate().executeTakeFirst()
    if (id === undefined || !row) throw new Problem('unknown-request', { request })
    if (row.bib_id === bibId) return
    await ill.engine.act(tx, id, 'link', { actor, via, form: { bibId } })
  }
}
