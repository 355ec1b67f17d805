import { isDeepStrictEqual } from 'node:util'
import type { Tx } from '../kit/db/index.ts'
import { Problem } from '../problems.ts'
import type { TargetEntry } from './entries.ts'
import { begin, changeTarget, type Keeping, readKeptTarget } from './kept-targets.ts'
import { fullyWritten } from './written-entry.ts'

/** What is changed of several targets at once; what is left out stays. */
export interface Alteration {
  readonly enabled?: boolean | undefined
  /** Categories they are put under, and taken out of. */
  readonly into?: readonly string[] | undefined
  readonly outOf?: readonly string[] | undefined
}

/** What became of one of several: `same` was so already. */
export type Altered = { readonly id: string; readonly label: string } & (
  | { readonly outcome: 'changed' | 'same' }
  | { readonly outcome: 'refused'; readonly why: string }
)

export function countAltered(altered: readonly Altered[]): Readonly<Record<Altered['outcome'], number>> {
  const of = (outcome: Altered['outcome']) => altered.filter((one) => one.outcome === outcome).length
  return { changed: of('changed'), same: of('same'), refused: of('refused') }
}

/** Changes several targets, those it can; says of each what became of it, in the order of the ids. */
export async function alterTargets(
  tx: Tx,
  ids: readonly string[],
  alteration: Alteration,
  keeping: Keeping,
): Promise<readonly Altered[]> {
  await begin(tx)
  const altered: Altered[] = []
  for (const id of new Set(ids)) altered.push(await alter(tx, id, alteration, keeping))
  return altered
}

async function alter(tx: Tx, id: string, alteration: Alteration, keeping: Keeping): Promise<Altered> {
  const refused = (why: string, label = id): Altered => ({ id, label, outcome: 'refused', why })
  if (keeping.inFile.has(id)) return refused(new Problem('target-in-file', { id }).message)
  const kept = await readKeptTarget(tx, id)
  if (!kept) return refused('There is no such target any more')
  const { entry, version } = kept
  if (!entry) return refused('Its settings are not understood: they were kept by another version of Farshelf')
  const { label } = entry
  const after = entryAfter(entry, alteration)
  if (after.categories.length === 0)
    return refused('It would stand under no category: put it under another first', label)
  if (isDeepStrictEqual(after, entry)) return { id, label, outcome: 'same' }
  await changeTarget(tx, version, fullyWritten(after), keeping)
  return { id, label, outcome: 'changed' }
}

function entryAfter(entry: TargetEntry, { enabled = entry.enabled, into = [], outOf = [] }: Alteration): TargetEntry {
  const left = entry.categories.filter((one) => !outOf.includes(one))
  return { ...entry, enabled, categories: [...new Set([...left, ...into])] }
}
