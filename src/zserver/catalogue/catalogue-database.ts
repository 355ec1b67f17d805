import {
  type Bib,
  type Item,
  itemsOfAll,
  matchingIds,
  readBibs,
  scanCatalogue,
  withinTime,
} from '../../catalogue/index.ts'
import type { Db, Tx } from '../../kit/db/index.ts'
import { writeIso2709 } from '../../standards/marc/index.ts'
import type { RpnQuery } from '../../standards/query/index.ts'
import { condition, recordSyntax, refuse } from '../../standards/z3950/index.ts'
import type { Database, RecordSource, ResultSet, ScanAnswer, ScanRequest } from '../database.ts'
import { briefRecord } from '../presented/brief.ts'
import { presentRecord, type StoredRecord } from '../presented/syntaxes.ts'
import { CatalogueSet } from './catalogue-set.ts'
import { type DescribeItem, itemDescriber } from './holdings.ts'
import { KeptIds } from './kept-ids.ts'

export interface CatalogueOptions {
  /** As in databaseNames. */
  readonly name: string
  /** Ids a result set keeps; what was found beyond is counted, and refused when it is asked for. */
  readonly idsPerSet?: number
  /** Memory that the result sets of all clients take, in bytes. */
  readonly memory?: number
  /** Milliseconds a search, scan or sort may take. */
  readonly searchTime?: number
  /** Milliseconds after which a result set that is not used is let go. */
  readonly idle?: number
}

/** The local catalogue as a database: its active records, as they are when they are asked for. */
export class CatalogueDatabase implements Database {
  readonly name: string
  readonly db: Db
  readonly kept: KeptIds
  readonly #idsPerSet: number
  readonly #searchTime: number

  constructor(db: Db, options: CatalogueOptions) {
    const { name, idsPerSet = 100_000, memory = 64 * 1024 * 1024, idle = 600_000, searchTime = 10_000 } = options
    this.name = name
    this.db = db
    this.kept = new KeptIds(memory, idle)
    this.#idsPerSet = idsPerSet
    this.#searchTime = searchTime
  }

  async search(query: RpnQuery, earlier: (name: string) => ResultSet | undefined): Promise<CatalogueSet> {
    const idsOf = (name: string) => {
      const set = earlier(name)
      return set instanceof CatalogueSet ? set.ascending() : []
    }
    const { ids, total } = await this.withinTime((tx) => matchingIds(tx, query, this.#idsPerSet, idsOf))
    return new CatalogueSet(this, ids, total)
  }

  async scan(request: ScanRequest): Promise<ScanAnswer> {
    return await this.withinTime((tx) => scanCatalogue(tx, request))
  }

  /** Does what a stranger asked for, in bounded time. */
  withinTime<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return withinTime(this.db, this.#searchTime, work)
  }

  /** Reads records to be presented from position `from` on. Their items are read when the first one wants them. */
  async read(from: number, ids: readonly number[]): Promise<RecordSource> {
    const bibs = await readBibs(this.db, ids)
    let copies: Promise<Copies> | undefined
    return {
      present: async (position, syntax, elementSet) => {
        const id = ids[position - from] ?? refuse(condition.partOfSet)
        const bib = bibs.get(id) ?? refuse(condition.recordDeleted)
        const isOpac = syntax === recordSyntax.opac
        if (isOpac) copies ??= this.#copies([...bibs.keys()])
        return presentRecord(storedBib(bib, isOpac ? await copies : undefined), syntax, elementSet)
      },
    }
  }

  async #copies(ids: readonly number[]): Promise<Copies> {
    return { items: await itemsOfAll(this.db, ids), describe: await itemDescriber(this.db) }
  }
}

interface Copies {
  readonly items: ReadonlyMap<number, readonly Item[]>
  readonly describe: DescribeItem
}

function storedBib({ id, record, flavour }: Bib, copies: Copies | undefined): StoredRecord {
  return {
    flavour,
    octets: (brief) => writeIso2709(brief ? briefRecord(record, flavour) : record, { flavour }),
    decode: () => record,
    ...(copies && { holdings: (copies.items.get(id) ?? []).map(copies.describe) }),
  }
}
