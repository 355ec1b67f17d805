import type { Tx } from '../../kit/db/index.ts'
import { type Engine, rulesFor } from '../../workflow/index.ts'
import type { Line } from '../lines/types.ts'

/** A lender as the one who causes an event. */
export const partnerOf = ({ name }: Line['lender']) => ({ kind: 'partner', name }) as const

/**
 * What a lender can say now that changes something: only what staff would have a button for. What is late or doubled is
 * legal on a wire, and no answer of a person's.
 */
export async function offeredEvents(
  tx: Tx,
  { id, lender }: Pick<Line, 'id' | 'lender'>,
  engine: Engine,
): Promise<ReadonlySet<string>> {
  const instance = await engine.read(tx, id)
  const { definition } = engine.machine(instance.definition, instance.definitionVersion)
  const actions = (await engine.actions(tx, [id], partnerOf(lender))).get(id) ?? []
  const possible = actions.filter(
    ({ event, obstacles }) =>
      obstacles.length === 0 &&
      rulesFor(definition, instance.state, event, 'staff').some(({ unoffered }) => !unoffered),
  )
  return new Set(possible.map(({ event }) => event))
}
