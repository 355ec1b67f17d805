import { readLending } from '../../ill/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { nameOf } from './names.ts'

/** Who has an item: a reader, or a library whose request it is lent for. */
export async function whoHas(
  tx: Tx,
  { patronId, lendingId }: { readonly patronId?: string; readonly lendingId?: number },
): Promise<string> {
  const lending = lendingId === undefined ? undefined : await readLending(tx, lendingId)
  return lending ? `${lending.partner.name} (${lending.number})` : (await nameOf(tx, patronId)).name
}
