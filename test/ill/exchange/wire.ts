import { randomUUID } from 'node:crypto'
import { defaultCirculation } from '../../../src/circulation/index.ts'
import type { DeliverOptions } from '../../../src/ill/exchange/deliver.ts'
import {
  type Carried,
  type Carrier,
  exchangeChannel,
  exchangeHandlers,
  type IllMessage,
  lendingsSide,
  linesSide,
  type Order,
  ownShelf,
  type Partner,
  type Receipt,
  type ResponderMessage,
  readPartner,
  receiver,
} from '../../../src/ill/index.ts'
import { createLog } from '../../../src/kit/index.ts'
import { createWorker } from '../../../src/kit/jobs/index.ts'
import { workflowHandlers } from '../../../src/workflow/index.ts'
import { type TestDatabase, useDatabase } from '../../database.ts'
import { until } from '../../until.ts'
import { createHouse } from '../create-house.ts'

export const ours = 'ISIL:XX-Home'

export type WiredHouse = ReturnType<typeof useWiredHouse>

/** A house whose lenders are told over a wire that the test holds: what is carried, and what comes of it. */
export function useWiredHouse() {
  const data: TestDatabase = useDatabase()
  const house = createHouse(
    () => data.database,
    {},
    (machine) => machine,
    (otherwise) => exchangeChannel({ speaks: new Set(['iso18626', 'iso10161']), symbol: ours }, otherwise),
  )
  before('furnish the house', house.furnish)
  const carried: { readonly to: string; readonly message: IllMessage }[] = []
  /** What becomes of the next attempts; taken by each one until they are used up. */
  const whims: (Carried | ((partner: Partner, message: IllMessage) => Promise<Carried>))[] = []
  const ok: Carried = { kind: 'answered', receipt: { kind: 'ok' } }
  const carrier: Carrier = {
    write: (_partner, message) => JSON.stringify(message),
    async carry(partner, _message, _signal, written = '') {
      const message = JSON.parse(written) as IllMessage
      carried.push({ to: partner.name, message })
      const whim = whims.shift() ?? ok
      return typeof whim === 'function' ? await whim(partner, message) : whim
    },
  }
  const log = createLog('silent')
  const jitter = { of: 0 }

  return {
    ...{
      engine: house.engine,
      act: house.act,
      pass: house.pass,
      line: house.line,
      sent: house.sent,
      clock: house.clock,
    },
    data,
    carried,
    whims,
    jitter,
    get now() {
      return house.now
    },
    get db() {
      return data.database.db
    },
    /** A line of a lender over the wire, asked; nothing is sent before `work`. */
    async asked(protocol: 'iso18626' | 'iso10161' = 'iso18626', order: Partial<Order> = {}) {
      const made = await house.line({ order, lender: { protocol, endpoint: 'https://lender.example/ill' } })
      await house.act(made.line.id, 'request', { transmit: true })
      return { ...made, requestId: `${made.request.number}-${made.line.id}` }
    },
    /** Does what is due until nothing is. */
    async work(other: Partial<Pick<DeliverOptions, 'engine' | 'carriers'>> = {}) {
      const { database } = data
      const handlers = {
        ...workflowHandlers(database, house.engine, house.clock),
        ...exchangeHandlers({
          ...{ database, engine: house.engine, clock: house.clock, giveUpAfterDays: 3 },
          carriers: { iso18626: carrier, iso10161: carrier },
          jitter: () => jitter.of,
          ...other,
        }),
      }
      const worker = createWorker({ database, handlers, clock: house.clock, log, poll: 20, backOff: 1 })
      await until(async () => {
        const due = await database.db
          .selectFrom('jobs')
          .select('id')
          .where('run_at', '<=', new Date(house.now.getTime() + 5000))
          .where('failed_at', 'is', null)
          .execute()
        // What failed is tried again at once, by a clock that stands still.
        await database.db
          .updateTable('jobs')
          .set({ run_at: new Date(0) })
          .where(({ or, eb }) => or([eb('kind', '=', 'workflow.effect'), eb('last_error', 'is not', null)]))
          .where('failed_at', 'is', null)
          .where('locked_by', 'is', null)
          .execute()
        return due.length === 0
      })
      await worker.close()
    },
    /** The partner says something. */
    async says(
      lender: number,
      requestId: string,
      message: ResponderMessage,
      more: Partial<IllMessage['envelope']> = {},
    ): Promise<Receipt> {
      const { database } = data
      const partner = await readPartner(database.db, lender)
      const receive = receiver({
        ...{ database, engine: house.engine, clock: house.clock },
        sides: {
          requester: lendingsSide({
            engine: house.engine,
            clock: house.clock,
            calendar: ownShelf(defaultCirculation).calendar,
          }),
          responder: linesSide,
        },
        symbols: [ours.toLowerCase()],
      })
      const envelope = { requester: ours, responder: partner.symbol, requestId, sentAt: house.now.toISOString() }
      return await receive(
        partner,
        { from: 'responder', envelope: { ...envelope, ...more }, message },
        { protocol: 'iso18626', raw: `<raw>${randomUUID()}</raw>` },
      )
    },
    messages: (instance: number) =>
      data.database.db
        .selectFrom('ill_messages')
        .selectAll()
        .where('instance_id', '=', instance)
        .orderBy('id')
        .execute(),
  }
}
