import type { Tx } from '../../kit/db/index.ts'
import { enqueue } from '../../kit/jobs/index.ts'
import { Problem } from '../../problems.ts'
import type { Line } from '../lines/types.ts'

/** The job that asks the next lender. */
export const advanceJob = 'ill.advance'

/** A lender's turn is over: where the rota goes on by itself, it does, once what happened is stored. */
export async function lineEnded(tx: Tx, { id, requestId }: Pick<Line, 'id' | 'requestId'>): Promise<void> {
  const rota = await tx
    .selectFrom('ill_rotas')
    .select('automatic')
    .where('request_id', '=', requestId)
    .executeTakeFirst()
  if (rota?.automatic)
    await enqueue(tx, advanceJob, { request: requestId, from: id }, { key: `advance:${requestId}:${id}` })
}

/** The turn goes on after all. @throws Problem undo-refused when the next lender has been asked since */
export async function unendLine(tx: Tx, id: number): Promise<void> {
  const next = await tx.deleteFrom('ill_advances').where('from_line', '=', id).returning('to_line').executeTakeFirst()
  if (next?.to_line != null) throw new Problem('undo-refused', { reason: 'the next lender has been asked' })
}
