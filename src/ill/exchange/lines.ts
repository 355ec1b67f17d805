import { sql } from 'kysely'
import { storableText, type Tx } from '../../kit/db/index.ts'
import { leaveToFetch } from '../documents/fetch-job.ts'
import { borrowingEventOf } from './lender-said.ts'
import type { Envelope, ResponderMessage } from './message.ts'
import type { Partner } from './partners.ts'
import type { Side } from './receive.ts'
import { parseTurnNumber } from './turn-number.ts'

/** What lenders say, to our lines. */
export const linesSide: Side<ResponderMessage> = {
  find: findLine,
  eventOf: borrowingEventOf,
  async note(tx, line, { responderId }) {
    if (responderId === undefined) return
    await tx
      .updateTable('ill_lines')
      .set({ lender_reference: storableText(responderId) })
      .where('id', '=', line)
      .where('lender_reference', '=', '')
      .execute()
  },
  async follow(tx, line, message, identity) {
    if (message.type === 'shipped' && message.service === 'copy' && message.url !== undefined)
      await leaveToFetch(tx, { line, url: message.url }, identity)
  },
}

/** The line a number is of: of this lender, which was asked over the wire. */
async function findLine(tx: Tx, { id: lender }: Partner, { requestId }: Envelope): Promise<number | undefined> {
  const turn = parseTurnNumber(requestId)
  if (!turn) return undefined
  const { rows } = await sql<{ id: number }>`
    select l.id from ill_lines l join workflow_instances i on i.id = l.id
    where l.id = ${turn.lineId} and l.request_id = ${turn.requestId} and l.lender_id = ${lender}
      and i.data ->> 'sentAt' is not null and not (i.data ->> 'otherMeans')::boolean`.execute(tx)
  return rows[0]?.id
}
