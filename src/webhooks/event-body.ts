import { type Lending, readLending, readLines, readRequest } from '../ill/index.ts'
import type { Tx } from '../kit/db/index.ts'
import type { Engine } from '../workflow/index.ts'
import { kindOf } from './kinds.ts'

export const eventOf = async (tx: Tx, engine: Engine, instance: number, version: number) =>
  (await engine.history(tx, instance)).find((event) => event.version === version)

/**
 * What is said of an event: the same whenever it is said. Nothing that people wrote, and of the reader nothing unless
 * that is wanted.
 */
export async function bodyOf(
  tx: Tx,
  engine: Engine,
  instance: number,
  version: number,
  namesPatron: boolean,
): Promise<{ readonly kind: string; readonly body: string }> {
  const { definition } = await engine.read(tx, instance)
  const event = (await eventOf(tx, engine, instance, version))!
  if (definition === 'lending') {
    const type = kindOf(definition, event.event)!
    const about = lendingBody((await readLending(tx, instance))!)
    const { from, to, undoes, at, actor } = event
    const happened = { event: event.event, version, from, to, by: actor.kind, ...(undoes !== null && { undoes }) }
    return { kind: type, body: JSON.stringify({ type, timestamp: at.toISOString(), data: { ...about, ...happened } }) }
  }
  const line = definition === 'request' ? undefined : (await readLines(tx, [instance], event.at)).get(instance)
  const request = (await readRequest(tx, { id: line?.requestId ?? instance }))!
  const { from, to, undoes, at, actor } = event
  const kind = kindOf(definition, event.event)!
  const body = JSON.stringify({
    type: kind,
    timestamp: at.toISOString(),
    data: {
      request: { id: request.id, number: request.number, href: `/api/v1/requests/${request.id}` },
      ...(line && {
        line: {
          id: line.id,
          lender: { id: line.lender.id, symbol: line.lender.symbol, name: line.lender.name },
          href: `/api/v1/requests/${request.id}/lines/${line.id}`,
        },
      }),
      ...{ event: event.event, version, from, to, by: actor.kind },
      ...(undoes !== null && { undoes }),
      ...(namesPatron && { patron: request.patron }),
    },
  })
  return { kind, body }
}

const lendingBody = ({ id, number, theirNumber, partner }: Lending) => ({
  lending: {
    ...{ id, number, theirNumber },
    borrower: { id: partner.id, symbol: partner.symbol, name: partner.name },
    href: `/api/v1/lendings/${id}`,
  },
})
