import type { Tx } from '../kit/db/index.ts'
import type { TargetEntry } from './entries.ts'
import { addTarget, type Keeping, listKeptTargets } from './kept-targets.ts'
import { type ComparedList, compareList, type Existing } from './lists/index.ts'

export interface Taking {
  readonly inFile: readonly TargetEntry[]
  /** Whether new targets are searched from then on. */
  readonly enable: boolean
}

/** What would become of a list of targets. @throws Problem target-list-unreadable */
export async function tryTargetList(tx: Tx, bytes: Uint8Array, { inFile, enable }: Taking): Promise<ComparedList> {
  const kept: readonly Existing[] = await listKeptTargets(tx)
  return compareList(bytes, [...inFile.map((entry) => ({ id: entry.id, entry })), ...kept], enable)
}

/**
 * Takes a list of targets in: keeps those that are new, each like one that staff add; says of each what became of it.
 * @throws Problem target-list-unreadable, and those of `addTarget`: then none is kept
 */
export async function takeTargetList(
  tx: Tx,
  bytes: Uint8Array,
  taking: Taking,
  keeping: Omit<Keeping, 'inFile'>,
): Promise<ComparedList> {
  const compared = await tryTargetList(tx, bytes, taking)
  const inFile = new Set(taking.inFile.map(({ id }) => id))
  for (const target of compared.targets)
    if (target.outcome === 'new') await addTarget(tx, target.entry, { ...keeping, inFile })
  return compared
}
