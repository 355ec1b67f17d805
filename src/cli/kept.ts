import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Environment, installedSeal } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { searchedTargets, type Target, type TargetsConfig, targetOf } from '../search/index.ts'
import { withDatabase } from './with-database.ts'

/**
 * Targets that staff keep in the database, by id, for whoever names one that the file has not. None where there is no
 * database yet: a word at the command line makes none.
 * @param off also those that are turned off
 * @throws Problem bad-input for one that is kept and cannot be read; those of `openDatabase`
 */
export async function keptByName(
  names: readonly string[],
  { databaseUrl, data }: Environment,
  { reach }: Pick<TargetsConfig, 'reach'>,
  off: boolean,
): Promise<readonly Target[]> {
  if (names.length === 0 || (databaseUrl === undefined && !existsSync(join(data, 'postgres')))) return []
  const { entries, unread } = await withDatabase(({ db }, environment) =>
    searchedTargets(db, installedSeal(environment)),
  )
  for (const name of names)
    if (unread.has(name)) throw new Problem('bad-input', { detail: `target ${name}: ${unread.get(name)}` })
  return entries
    .filter(({ id, enabled }) => names.includes(id) && (enabled || off))
    .map((entry) => targetOf(entry, reach))
}
