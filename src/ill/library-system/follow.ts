import type { Tx } from '../../kit/db/index.ts'
import { Problem, type ProblemCode } from '../../problems.ts'
import type { Engine } from '../../workflow/index.ts'
import { system } from '../actors.ts'
import { lentStates } from '../machines/lending.ts'
import { addCalls, type Call, callsAbout } from './calls.ts'
import type { NcipSettings } from './settings.ts'

interface Means {
  readonly engine: Engine
  readonly ncip: { readonly settings: NcipSettings }
}

const notNow: ReadonlySet<string> = new Set<ProblemCode>([
  ...(['workflow-illegal', 'workflow-refused', 'workflow-hidden', 'workflow-form', 'not-allowed'] as const),
])

/**
 * Lets the event happen that waited for a step, once the last of its parts is done: with the earliest date due the system
 * gave. Where it cannot happen any more, what was done is taken back,
 * unless the item is gone all the same. The instance is held.
 */
export async function followDone(
  { engine, ncip }: Means,
  tx: Tx,
  { batch, instanceId }: Call,
  now: Date,
): Promise<void> {
  const parts = (await callsAbout(tx, [instanceId])).filter((one) => one.batch === batch)
  const [{ follow } = { follow: null }] = parts
  if (!follow || parts.some(({ state }) => state !== 'done')) return
  const { event, actor, via, key } = follow
  const [dueOn] = parts.flatMap((one) => one.answer?.dueOn ?? one.dueOn ?? []).sort()
  const [{ item }] = parts as [Call, ...Call[]]
  // Named as whoever acted did; else by the number the system gave.
  const form = { itemNo: item, ...follow.form, ...(dueOn !== undefined && { dueOn }) }
  try {
    await engine.act(tx, instanceId, event, { actor, via, form, ...(key !== undefined && { key }) })
  } catch (error) {
    // Whatever it says, nothing of the event was stored; the transaction is whole.
    if (!(error instanceof Problem && notNow.has(error.code))) throw error
    await instead({ engine, ncip }, tx, parts, { why: error.message, now })
  }
  await tx.updateTable('circulation_calls').set({ follow: null, followed_at: now }).where('batch', '=', batch).execute()
}

/** It is checked in again there, unless the library has it by now: told, or arrived without a word. */
async function instead(
  { engine, ncip }: Means,
  tx: Tx,
  parts: readonly Call[],
  { why, now }: { readonly why: string; readonly now: Date },
): Promise<void> {
  const [{ instanceId, id }] = parts as [Call, ...Call[]]
  const { state } = await engine.read(tx, instanceId)
  const lent = (lentStates as readonly string[]).includes(state)
  if (!lent)
    await addCalls(tx, ncip.settings, {
      ...{ instance: instanceId, step: 'checkInLibrary', act: `back:${id}`, at: now },
      items: parts.map(({ item }) => item),
    })
  await engine.act(tx, instanceId, 'note', {
    ...{ actor: system, via: 'job', key: `library-system-back:${id}` },
    form: {
      privateNote: `The library’s system has checked it out, but: ${why}. ${
        lent ? 'It stays checked out there, as it is with the library.' : 'It is to be checked in there again.'
      }`,
    },
  })
}
