import type { Tx } from '../../../kit/db/index.ts'
import { type MessageKind, presetsOf } from '../../../messages/index.ts'
import type { Action } from '../../../workflow/index.ts'
import { controlsOf } from '../../action-form.ts'
import { type ActionLists, actionLists } from '../../requests.ts'

/** The kinds of messages whose preset notes a form's list names. */
const kinds: Readonly<Record<string, MessageKind>> = {
  'in-process': 'request-in-process',
  complete: 'request-completed',
  located: 'located-in-database',
  unable: 'unable-to-supply',
  cancelled: 'request-cancelled',
}

/**
 * What an action's form chooses from: lists of the house, of colleagues oneself first, and preset notes.
 * @param pickups where what is acted on is picked up
 */
export async function listsFor(
  tx: Tx,
  action: Pick<Action, 'form'>,
  me: string | undefined,
  pickups: readonly string[],
): Promise<ActionLists> {
  const names = controlsOf(action).flatMap(({ list }) => list ?? [])
  const lists: Record<string, ActionLists[string]> = { ...(await actionLists(tx, names, pickups)) }
  const isMe = ([id]: readonly [string, string]) => id === me
  const all = lists['colleagues']
  if (all) {
    const own = all.filter(isMe).map(([id, name]) => [id, `Me – ${name}`] as const)
    lists['colleagues'] = [...own, ...all.filter((one) => !isMe(one))]
  }
  for (const list of names) {
    const kind = kinds[list]
    if (!kind) continue
    lists[list] = (await presetsOf(tx, kind)).map(({ id, label }) => [String(id), label] as const)
  }
  return lists
}
