import type { Tx } from '../../kit/db/index.ts'
import { audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import type { Cause, Engine } from '../../workflow/index.ts'
import { auditActor } from '../actors.ts'
import { addLine } from '../lines/change.ts'
import { readRequest } from '../requests/read.ts'
import type { IllSettings } from '../settings.ts'
import { draftRota } from './candidates.ts'
import type { RotaDraft } from './order.ts'

interface Means {
  readonly engine: Engine
  readonly settings: IllSettings
  readonly now: Date
}

type Doing = Pick<Cause, 'actor' | 'via' | 'key'>

/** @throws Problem request-gone, request-not-linked */
export async function readDraft(tx: Tx, requestId: number, { settings, now }: Means): Promise<RotaDraft> {
  const request = await readRequest(tx, { id: requestId })
  if (!request) throw new Problem('request-gone', { id: requestId })
  if (request.bibId === undefined) throw new Problem('request-not-linked', { number: request.number })
  return await draftRota(tx, request, { settings: settings.rota, symbol: settings.symbol, now })
}

/**
 * Builds a request's rota: puts the lenders that were chosen from its draft behind those that are there, in the draft's order.
 * From then on it goes on by itself, or does not. The same key again builds nothing. Gives how many were added.
 * @param chosen ids of lenders; all of the draft if not given
 * @throws Problem request-gone, request-not-linked; order-changed for a lender the draft of now does not have
 */
export async function buildRota(
  tx: Tx,
  requestId: number,
  { chosen, automatic }: { readonly chosen?: readonly number[] | undefined; readonly automatic?: boolean | undefined },
  { actor, via, key }: Doing,
  means: Means,
): Promise<number> {
  await means.engine.hold(tx, requestId)
  if (key !== undefined && (await isBuilt(tx, requestId, key))) return 0
  const { entries } = await readDraft(tx, requestId, means)
  const wanted = chosen === undefined ? entries : entries.filter(({ lender }) => chosen.includes(lender.id))
  if (chosen !== undefined && wanted.length !== new Set(chosen).size) throw new Problem('order-changed')
  for (const { lender, why, recordId, callNumber } of wanted) {
    const line = await addLine(
      tx,
      requestId,
      lender.id,
      { actor, via, ...(key !== undefined && { key: `${key}:${lender.id}` }) },
      means,
    )
    await tx
      .updateTable('ill_lines')
      .set({ why: JSON.stringify(why), record_id: recordId ?? null, call_number: callNumber ?? null })
      .where('id', '=', line.id)
      .execute()
  }
  await setAutomatic(tx, requestId, automatic ?? means.settings.rota.advance, { actor, via }, means.now)
  await audit(tx, {
    actor: auditActor(actor, via),
    action: 'request.build-rota',
    subject: { kind: 'request', id: requestId },
    detail: {
      lenders: wanted.map(({ lender }) => lender.id).join(' '),
      automatic: automatic ?? means.settings.rota.advance,
    },
  })
  return wanted.length
}

const isBuilt = async (tx: Tx, requestId: number, key: string): Promise<boolean> =>
  (await tx
    .selectFrom('ill_lines')
    .select('id')
    .where('request_id', '=', requestId)
    .where('add_key', 'like', `${key.replaceAll(/[\\%_]/g, '\\$&')}:%`)
    .executeTakeFirst()) !== undefined

/** How a request's rota stands; undefined where none was built. */
export interface RotaStanding {
  /** The next lender is asked by itself. */
  readonly automatic: boolean
  readonly builtAt: Date
}

export async function rotaOf(tx: Tx, requestId: number): Promise<RotaStanding | undefined> {
  return await tx
    .selectFrom('ill_rotas')
    .select(['automatic', 'built_at as builtAt'])
    .where('request_id', '=', requestId)
    .executeTakeFirst()
}

/** Lets a rota go on by itself from now on, or wait for somebody. A turn that ended before asks nobody any more. */
export async function setAutomatic(
  tx: Tx,
  requestId: number,
  automatic: boolean,
  { actor, via }: Pick<Doing, 'actor' | 'via'>,
  now: Date,
): Promise<void> {
  const before = await rotaOf(tx, requestId)
  await tx
    .insertInto('ill_rotas')
    .values({ request_id: requestId, automatic, built_at: now })
    .onConflict((oc) => oc.column('request_id').doUpdateSet({ automatic }))
    .execute()
  if (before && before.automatic !== automatic)
    await audit(tx, {
      actor: auditActor(actor, via),
      action: 'request.rota-automatic',
      subject: { kind: 'request', id: requestId },
      detail: { automatic },
    })
}
