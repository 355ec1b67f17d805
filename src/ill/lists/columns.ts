import type { Tx } from '../../kit/db/index.ts'
import type { ListName } from './names.ts'

/** The columns somebody wants lists of a kind to have; undefined for who never chose. */
export async function columnsFor(tx: Tx, list: ListName, person: string): Promise<readonly string[] | undefined> {
  const row = await tx
    .selectFrom('request_columns')
    .select('columns')
    .where('person_id', '=', person)
    .where('list', '=', list)
    .executeTakeFirst()
  return row?.columns
}

/** Keeps them; without any, the usual ones are theirs again. */
export async function keepColumns(
  tx: Tx,
  list: ListName,
  person: string,
  columns: readonly string[] | undefined,
): Promise<void> {
  if (columns === undefined)
    await tx.deleteFrom('request_columns').where('person_id', '=', person).where('list', '=', list).execute()
  else
    await tx
      .insertInto('request_columns')
      .values({ person_id: person, list, columns: [...columns] })
      .onConflict((oc) => oc.columns(['person_id', 'list']).doUpdateSet({ columns: [...columns] }))
      .execute()
}
