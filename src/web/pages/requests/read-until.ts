import type { Door } from '../../door.ts'

/** Up to when staff have seen what came in: while it is marked as unread, until the last thing they did with it. */
export async function readUntil(
  { ill: { engine }, database }: Pick<Door, 'ill' | 'database'>,
  { id, data }: { readonly id: number; readonly data: { readonly attention: boolean } },
): Promise<Date | undefined> {
  if (!data.attention) return undefined
  const history = await engine.history(database.db, id)
  return history.findLast(({ actor }) => actor.kind === 'staff')?.at ?? new Date(0)
}
