import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { Cause, Engine, Outcome } from '../../workflow/index.ts'
import { readLending } from '../lending/read.ts'
import type { LendingAct } from '../lending/types.ts'
import { addCalls, type Call, callsAbout, leaveOut } from './calls.ts'
import { itemNumbers } from './items.ts'
import type { NcipSettings } from './settings.ts'

export interface CheckOutFirstOptions {
  readonly settings: NcipSettings
  /** Asks for the item that is promised. */
  request(tx: Tx, act: Pick<LendingAct, 'lending' | 'version' | 'at'>): Promise<void>
  /** Asks for it no more. */
  release(tx: Tx, act: LendingAct): Promise<void>
}

/**
 * An engine by which a loan to another library is shipped only once the library's own system has checked it out: whoever
 * says Shipped leaves that to the system, and the event follows with the date due that it gives. The outcome until then is
 * the request as it was. What is promised is asked for there, too. domain/ill.md 6.1.
 */
export function checkedOutFirst(engine: Engine, options: CheckOutFirstOptions): Engine {
  const { settings } = options
  const waits = (event: string) => event === 'shipped' && settings.lending.checkOut === 'on'
  const act: Engine['act'] = async (tx, id, event, cause) => {
    if (event !== 'shipped' && event !== 'willSupply') return await engine.act(tx, id, event, cause)
    await engine.hold(tx, id)
    const { definition } = await engine.read(tx, id)
    if (definition !== 'lending') return await engine.act(tx, id, event, cause)
    if (waits(event)) return await shippedLater(engine, tx, id, cause, options)
    const outcome = await engine.act(tx, id, event, cause)
    if (event === 'willSupply' && !outcome.repeated) {
      const lending = (await readLending(tx, id))!
      await options.request(tx, { lending, version: outcome.instance.version, at: outcome.event.at })
    }
    return outcome
  }
  return {
    ...engine,
    act,
    perform: async (database, id, event, cause) =>
      event === 'shipped' || event === 'willSupply'
        ? await database.tx((tx) => act(tx, id, event, cause))
        : await engine.perform(database, id, event, cause),
    async undo(tx, id, cause) {
      await engine.hold(tx, id)
      const last = (await engine.history(tx, id)).at(-1)
      const outcome = await engine.undo(tx, id, cause)
      if (outcome.instance.definition === 'lending' && last?.event === 'willSupply')
        await options.release(tx, {
          ...{ lending: (await readLending(tx, id))!, actor: cause.actor, via: cause.via, form: {} },
          ...{ at: outcome.event.at, version: outcome.instance.version },
        })
      return outcome
    },
  }
}

/** For trying whether an event is possible at all. */
const someDay = '2999-12-31'

async function shippedLater(
  engine: Engine,
  tx: Tx,
  id: number,
  cause: Cause,
  { settings }: CheckOutFirstOptions,
): Promise<Outcome> {
  const { key, actor, via } = cause
  if (key !== undefined && (await engine.knows(tx, id, key))) return await engine.act(tx, id, 'shipped', cause)
  const calls = await callsAbout(tx, [id])
  const asked = calls.findLast(({ follow, state }) => follow !== null && state !== 'skipped')
  const tried = await trial(engine, tx, id, cause)
  const form = tried.event.form
  // Sent as a copy it leaves the house for good.
  if (tried.instance.data['shippedService'] !== 'loan') return await engine.act(tx, id, 'shipped', cause)
  const outcome = { ...tried, instance: await engine.read(tx, id) }
  if (asked) {
    if (key !== undefined && asked.follow?.key === key) return { ...outcome, repeated: true }
    // Refused there, as a number that was mistyped is: this is another try.
    const parts = calls.filter(({ batch }) => batch === asked.batch)
    if (parts.some(({ state, doubtful }) => state !== 'failed' || doubtful))
      throw refused('the library’s system is asked to check it out already: see there what keeps it')
    await leaveOut(tx, parts, { why: 'it was tried anew', at: tried.event.at })
  }
  const items = itemsFor(form, calls)
  if (items.length === 0) throw refused('the library’s system needs the number of the item')
  const { dueOn: _, ...rest } = form
  const wanted = (cause.form as { readonly dueOn?: unknown } | undefined)?.dueOn
  const dueOn = typeof wanted === 'string' && wanted !== '' ? wanted : undefined
  await addCalls(tx, settings, {
    ...{ instance: id, step: 'checkOutLibrary', act: `ship:${outcome.instance.version}:${calls.length}`, items, dueOn },
    follow: { event: 'shipped', actor: { ...actor }, via, form: rest, ...(key !== undefined && { key }) },
    at: tried.event.at,
  })
  return outcome
}

const refused = (reasons: string) => new Problem('workflow-refused', { event: 'Shipped', reasons })

/** What would happen now; nothing of it does. @throws Problem of `act` */
async function trial(engine: Engine, tx: Tx, id: number, cause: Cause): Promise<Outcome> {
  const form = { dueOn: someDay, ...dated(cause.form) }
  await sql`savepoint shipping`.execute(tx)
  const { key: _, ...keyless } = cause
  const outcome = await engine.act(tx, id, 'shipped', { ...keyless, form })
  await sql`rollback to savepoint shipping`.execute(tx)
  return outcome
}

/** A form without a date due that was left empty. */
function dated(form: unknown): object {
  const { dueOn, ...rest } = (form ?? {}) as { readonly dueOn?: unknown }
  return dueOn === undefined || dueOn === '' ? rest : { dueOn, ...rest }
}

/** The numbers that were given, else what the system named when it was asked for the item. */
function itemsFor(form: Readonly<Record<string, unknown>>, calls: readonly Call[]): readonly string[] {
  const named = typeof form['itemNo'] === 'string' ? itemNumbers(form['itemNo']) : []
  if (named.length > 0) return named
  const requested = calls.findLast(({ step, state }) => step === 'requestItem' && state === 'done')?.answer?.item
  return requested === undefined ? [] : [requested]
}
