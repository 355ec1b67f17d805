import { sortFieldOf, sortIds } from '../../catalogue/index.ts'
import { condition, refuse } from '../../standards/z3950/index.ts'
import type { PresentedRecord, RecordSource, ResultSet, SortOrder } from '../database.ts'
import { sortUse } from '../sort-use.ts'
import type { CatalogueDatabase } from './catalogue-database.ts'

/** The ids of the records found, as they were then. The records are read when they are asked for. */
export class CatalogueSet implements ResultSet {
  readonly hits: number
  readonly #database: CatalogueDatabase
  readonly #key: object

  constructor(database: CatalogueDatabase, ids: readonly number[], hits: number) {
    this.#database = database
    this.hits = hits
    this.#key = database.kept.keep(ids)
  }

  /** Ids in ascending order; refused where the set holds only a part of what was found. */
  ascending(): readonly number[] {
    return Array.from(this.#whole()).sort((a, b) => a - b)
  }

  async page(from: number, count: number): Promise<RecordSource> {
    const ids = this.#database.kept.get(this.#key)
    // What lies behind the ids kept was found, but cannot be given.
    if (from > ids.length) refuse(condition.partOfSet, ids.length)
    return await this.#database.read(from, Array.from(ids.subarray(from - 1, from - 1 + count)))
  }

  async present(
    position: number,
    syntax: string | undefined,
    elementSet: string | undefined,
  ): Promise<PresentedRecord> {
    const page = await this.page(position, 1)
    return await page.present(position, syntax, elementSet)
  }

  async sort(keys: readonly SortOrder[]): Promise<CatalogueSet> {
    const orders = keys.map(({ by, descending, missing }) => {
      const use = sortUse('marc21', by)
      if (missing === 'abort') refuse(condition.missingDataAction)
      return { by: sortFieldOf(use) ?? refuse(condition.sortSequence, use), descending }
    })
    const found = Array.from(this.#whole())
    const ids = await this.#database.withinTime((tx) => sortIds(tx, found, orders))
    return new CatalogueSet(this.#database, ids, this.hits)
  }

  #whole(): Float64Array {
    const ids = this.#database.kept.get(this.#key)
    return ids.length < this.hits ? refuse(condition.partOfSet, ids.length) : ids
  }
}
