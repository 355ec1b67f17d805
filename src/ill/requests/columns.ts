import type { Tx } from '../../kit/db/index.ts'

/** The columns somebody wants lists of requests to have; undefined for who never chose. */
export async function columnsFor(tx: Tx, person: string): Promise<readonly string[] | undefined> {
  const row = await tx
    .selectFrom('request_columns')
    .select('columns')
    .where('person_id', '=', person)
    .executeTakeFirst()
  return row?.columns
}

/** Keeps them; without any, the usual ones are theirs again. */
export async function keepColumns(tx: Tx, person: string, columns: readonly string[] | undefined): Promise<void> {
  if (columns === undefined) await tx.deleteFrom('request_columns').where('person_id', '=', person).execute()
  else
    await tx
      .insertInto('request_columns')
      .values({ person_id: person, columns: [...columns] })
      .onConflict((oc) => oc.column('person_id').doUpdateSet({ columns: [...columns] }))
      .execute()
}
