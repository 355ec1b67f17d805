import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Environment, installedSeal } from '../kit/index.ts'
import { searchedTargets, type TargetEntry } from '../search/index.ts'
import { withDatabase } from './with-database.ts'

/** What staff keep in the database: entries that can be searched, and why each other cannot. */
export interface Kept {
  readonly entries: readonly TargetEntry[]
  readonly unread: ReadonlyMap<string, string>
}

/**
 * The targets that staff keep in the database, enabled or not. None where there is no database yet: a word at the
 * command line makes none.
 * @throws Problem of `openDatabase`
 */
export async function keptTargets({ databaseUrl, data }: Environment): Promise<Kept> {
  if (databaseUrl === undefined && !existsSync(join(data, 'postgres'))) return { entries: [], unread: new Map() }
  return await withDatabase(({ db }, environment) => searchedTargets(db, installedSeal(environment)))
}
