import type { Tx } from '../kit/db/index.ts'
import type { Cause, Engine } from '../workflow/index.ts'

/**
 * Whoever acts on what is new has seen it: notes that, where it is marked as new and the house has not hidden *Seen*.
 * Lendings see to that by their own rules.
 * @returns what the act itself is then done with
 */
export async function seenFirst(tx: Tx, engine: Engine, id: number, event: string, cause: Cause): Promise<Cause> {
  const { definition, state, data, version } = await engine.read(tx, id)
  const { actor, via, expected } = cause
  const isNew = data['attention'] === true && (expected === undefined || expected === version)
  if (!isNew || event === 'seen' || definition === 'lending') return cause
  if (!engine.policy.menu(definition, state, actor).offers('seen')) return cause
  await engine.act(tx, id, 'seen', { actor, via, expected: version })
  return { ...cause, expected: version + 1 }
}
