import { brief } from '../bib/index.ts'
import { readBibs } from '../catalogue/index.ts'
import type { Db } from '../kit/db/index.ts'
import { cut, plain } from './text.ts'

const longest = 160

/** What records are called, by id, whatever became of them: a line for lists. */
export async function titlesOf(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const bibs = await readBibs(db, [...new Set(ids)], 'all')
  return new Map(
    [...bibs].map(([id, { record, flavour }]) => {
      const { title } = brief(record, flavour)
      return [id, cut(plain(title.script ?? title.text), longest)]
    }),
  )
}
