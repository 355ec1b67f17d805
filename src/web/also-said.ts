import type { Tx } from '../kit/db/index.ts'
import { Problem } from '../problems.ts'
import type { Action } from '../workflow/index.ts'
import { actionLists } from './requests.ts'

/**
 * What follows from what was chosen with an action, and no caller is believed about.
 * @param pickups where what is acted on is picked up
 * @throws Problem workflow-form for who cannot be chosen
 */
export async function alsoSaid(
  tx: Tx,
  { event }: Pick<Action, 'event'>,
  { assignee }: Readonly<Record<string, unknown>>,
  pickups: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  if (event !== 'assign' || typeof assignee !== 'string' || assignee === '') return {}
  const colleague = (await actionLists(tx, ['colleagues'], pickups))['colleagues']?.find(([id]) => id === assignee)
  if (!colleague)
    throw new Problem('workflow-form', { field: 'assignee', detail: 'choose somebody who works on requests' })
  return { assigneeName: colleague[1] }
}
