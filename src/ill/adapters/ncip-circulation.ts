import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import { auditActor } from '../actors.ts'
import { turnNumber } from '../exchange/turn-number.ts'
import { addCalls, type Call, callsAbout, leaveOut } from '../library-system/calls.ts'
import { itemNumbers, piecesSaid } from '../library-system/items.ts'
import type { NcipSettings } from '../library-system/settings.ts'
import type { StepName } from '../library-system/steps.ts'
import type { Circulation, LineAct } from '../ports.ts'
import { said } from './said.ts'
import { hideVisitingRecord, showVisitingRecord } from './visiting-record.ts'

interface NcipCirculationOptions {
  /** Records that came in for requests alone leave the catalogue of readers when what was borrowed goes home. */
  readonly hidesVisitors: boolean
}

/**
 * What lenders send, circulated by the library's own system: nothing is made here. Each act leaves what that is asked for;
 * a job asks. domain/ill.md 6.1.
 */
export function ncipCirculation(settings: NcipSettings, { hidesVisitors }: NcipCirculationOptions): Circulation {
  const leave = (tx: Tx, { line, version, at }: LineAct, step: StepName, items: readonly string[], dueOn?: string) =>
    addCalls(tx, settings, { instance: line.id, step, act: String(version), items, dueOn, at })
  return {
    async receive(tx, act) {
      const { line, request, actor, via } = act
      // Received once more, as after a recall that crossed it: it is there.
      if ((await itemsOf(tx, act)).length > 0) return
      const items = await itemsIn(tx, act)
      await leave(tx, act, 'acceptItem', items)
      await leave(tx, act, 'checkOutReader', items, line.data.dueAtLender ?? undefined)
      await showVisitingRecord(tx, request, auditActor(actor, via))
    },
    async unreceive(tx, act) {
      const calls = await madeFor(tx, act)
      const why = 'the receipt was taken back'
      if ((await leaveOut(tx, calls, { why, at: act.at })).length > 0)
        throw new Problem('undo-refused', { reason: 'the library’s system has taken it in, or may have' })
    },
    async changeDue(tx, act) {
      const { dueAtLender } = act.line.data
      if (dueAtLender === null) return
      await leave(tx, act, 'renewReader', await itemsOf(tx, act), dueAtLender)
    },
    async close(tx, act) {
      const { line, request, actor, via, at } = act
      const made = await madeFor(tx, act)
      // What the system never heard of need not be ended there.
      const unheard = made.filter(({ state, doubtful }) => state === 'waiting' && !doubtful)
      await leaveOut(tx, unheard, { why: 'it went back before the system was asked', at })
      const items = await itemsOf(tx, act)
      await leave(tx, act, 'checkInReader', items)
      await leave(tx, act, 'deleteItem', items)
      if (hidesVisitors && line.data.receivedAt !== null) await hideVisitingRecord(tx, request, auditActor(actor, via))
    },
  }
}

const making: ReadonlySet<StepName> = new Set(['acceptItem', 'checkOutReader'])

/** What was to make the items of a line, and to lend them. */
const madeFor = async (tx: Tx, { line }: LineAct): Promise<readonly Call[]> =>
  (await callsAbout(tx, [line.id])).filter(({ step, state }) => making.has(step) && state !== 'skipped')

/** The numbers of a line's items in the system. */
const itemsOf = async (tx: Tx, act: LineAct): Promise<readonly string[]> => [
  ...new Set((await madeFor(tx, act)).map(({ item }) => item)),
]

/** Numbers of their own, where staff gave any; else ours for the turn, one for each piece the lender sent. */
async function itemsIn(tx: Tx, { line, request, form }: LineAct): Promise<readonly string[]> {
  const given = itemNumbers(said(form['accessionNo']) ?? '')
  if (given.length > 0) return given
  const { rows } = await sql<{ pieces: string | null }>`
    select form ->> 'pieces' as pieces from workflow_events
    where instance_id = ${line.id} and event = 'shipped' order by version desc limit 1`.execute(tx)
  const number = turnNumber(request.id, line.id)
  const volumes = piecesSaid(rows[0]?.pieces ?? undefined)
  return Array.from({ length: volumes }, (_, n) => (volumes === 1 ? number : `${number}-${n + 1}`))
}
