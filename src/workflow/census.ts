import { sql } from 'kysely'
import type { Tx } from '../kit/db/index.ts'

/** How many instances are in each state, by machine. */
export async function countInstances(tx: Tx): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const { rows } = await sql<{ definition: string; state: string; instances: number }>`
    select definition, state, count(*) as instances from workflow_instances group by definition, state`.execute(tx)
  const counts = new Map<string, Map<string, number>>()
  for (const { definition, state, instances } of rows) {
    const states = counts.get(definition) ?? new Map<string, number>()
    states.set(state, instances)
    counts.set(definition, states)
  }
  return counts
}
