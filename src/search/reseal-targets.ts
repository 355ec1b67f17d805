import type { Tx } from '../kit/db/index.ts'
import { type Actor, audit, type Seal } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { begin, placeOf } from './kept-targets.ts'

/**
 * Seals every password of kept targets anew, with another key; those that are under it already stay, so that it may be
 * done again after it broke off.
 * @returns how many were sealed anew, and how many were already
 * @throws Problem secret-key-wrong where neither key opens one: nothing is to be changed then
 */
export async function resealTargets(
  tx: Tx,
  { from, to }: { readonly from: Seal; readonly to: Seal },
  actor: Actor,
): Promise<{ readonly resealed: number; readonly already: number }> {
  await begin(tx)
  const rows = await tx
    .selectFrom('targets')
    .select(['id', 'sealed'])
    .where('sealed', 'is not', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  let resealed = 0
  for (const { id, sealed } of rows) {
    const place = placeOf(id)
    if (opened(to, sealed!, place) !== undefined) continue
    const secret = opened(from, sealed!, place)
    if (secret === undefined) throw new Problem('secret-key-wrong', { place })
    await tx
      .updateTable('targets')
      .set({ sealed: to.seal(secret, place) })
      .where('id', '=', id)
      .execute()
    resealed++
  }
  await audit(tx, {
    ...{ actor, action: 'secret.rotate', subject: { kind: 'secret-key', id: '' } },
    detail: { resealed, already: rows.length - resealed },
  })
  return { resealed, already: rows.length - resealed }
}

function opened(seal: Seal, sealed: string, place: string): string | undefined {
  try {
    return seal.open(sealed, place)
  } catch (error) {
    if (error instanceof Problem && error.code === 'secret-unreadable') return undefined
    throw error
  }
}
