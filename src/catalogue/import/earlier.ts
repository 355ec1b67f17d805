import { LRUCache } from 'lru-cache'
import type { Db } from '../../kit/db/index.ts'
import { type PreparedRecord, prepareRecord, readBib, storedMarc } from '../records/index.ts'
import { type Candidates, knownAs } from './candidates.ts'
import type { Dealt, Laying } from './deal.ts'
import { decide, type Known } from './decide.ts'
import type { Accepted, Incoming } from './incoming-record.ts'
import { KeyMemory } from './key-memory.ts'
import type { Point } from './points.ts'
import { SourceRecords } from './source-records.ts'
import type { ImportBatch } from './types.ts'

/** A record of the catalogue as the file would have left it by now. */
interface State {
  readonly known: Known
  readonly prepared: PreparedRecord
}

/** How a record would have come about, behind the version the catalogue has of it: records of the file, by number. */
interface Changes {
  /** Of the catalogue, or the first record of the file it would be. */
  readonly base: 'catalogue' | number
  /** The record of the file that was first laid over it. */
  readonly first: number
  readonly ordinals: number[]
}

/** Records kept as they are, so that those which come again and again are not put together anew each time. */
const kept = 1000

/**
 * What the groups before would have made of the catalogue. It is not stored anywhere, nor are the records held: what is
 * kept is numbers, from which a record is put together when one of a later group may be the same.
 */
export class Earlier {
  readonly #db: Db
  readonly #batch: ImportBatch
  readonly #points: readonly Point[]
  readonly #source: SourceRecords
  readonly #keys = new KeyMemory()
  /** What was laid over records, by their ids: those that would be new have the number of theirs in the file, below zero. */
  readonly #changes = new Map<number, Changes>()
  /** Records of the catalogue, by the first record of the file that was laid over each. */
  readonly #changedBy = new Map<number, number>()
  readonly #states = new LRUCache<number, State>({ max: kept })
  /** Of all records so far, the first at 0. */
  readonly #offsets: number[] = []
  readonly #lengths: number[] = []

  constructor(db: Db, batch: ImportBatch, points: readonly Point[]) {
    this.#db = db
    this.#batch = batch
    this.#points = points
    this.#source = new SourceRecords(db, batch)
  }

  /** Tells the candidates of a group what became of those it may match. */
  async tell(group: readonly Accepted[], candidates: Candidates): Promise<void> {
    const touched = new Set(candidates.inCatalogue.filter((id) => this.#changes.has(id)))
    for (const { prepared } of group)
      for (const key of this.#keysOf(prepared))
        for (const first of this.#keys.recordsWith(key)) touched.add(this.#changedBy.get(first) ?? -first)
    // As the catalogue would have them: those it has, then new ones in the order of the file.
    for (const id of [...touched].sort((a, b) => b - a)) {
      const state = this.#states.get(id) ?? (await this.#putTogether(id))
      if (state) candidates.add(state.known, state.prepared)
    }
  }

  /** Notes what became of a group; `layings` are those of `dealt`, in their order. */
  note(group: readonly Incoming[], dealt: readonly Dealt[], layings: readonly Laying[]): void {
    for (const { offset, length } of group) {
      this.#offsets.push(offset)
      this.#lengths.push(length)
    }
    let at = 0
    for (const { incoming, outcome, known } of dealt) {
      if (!known || incoming.rejected !== undefined) continue
      if (outcome === 'new') this.#remember(incoming.ordinal, incoming.prepared)
      if (outcome !== 'overlaid' && outcome !== 'merged') continue
      const { bibId, next } = layings[at++]!
      const { first } = this.#change(bibId, incoming.ordinal, outcome)
      this.#remember(first, next.prepared)
      this.#states.set(bibId, { known: { ...known }, prepared: next.prepared })
    }
  }

  #change(id: number, ordinal: number, how: 'overlaid' | 'merged'): Changes {
    const before = this.#changes.get(id)
    const first = id < 0 ? -id : (before?.first ?? ordinal)
    // What is laid over the whole of it leaves nothing of what was.
    const changes: Changes =
      how === 'overlaid'
        ? { base: ordinal, first, ordinals: [] }
        : { base: id < 0 ? -id : 'catalogue', ordinals: [], ...before, first }
    if (how === 'merged') changes.ordinals.push(ordinal)
    this.#changes.set(id, changes)
    if (id > 0) this.#changedBy.set(first, id)
    return changes
  }

  #remember(first: number, prepared: PreparedRecord): void {
    for (const key of this.#keysOf(prepared)) this.#keys.add(key, first)
  }

  #keysOf = (prepared: PreparedRecord) => this.#points.flatMap(({ keysOf }) => keysOf(prepared))

  async #putTogether(id: number): Promise<State | undefined> {
    const { base, ordinals } = this.#changes.get(id) ?? { base: -id, ordinals: [] }
    let state = base === 'catalogue' ? await this.#fromCatalogue(id) : await this.#fromFile(base, id)
    for (const ordinal of ordinals) {
      const incoming = state && (await this.#read(ordinal))
      if (!state || !incoming) break
      const decision = decide(incoming, [state.known], this.#batch.profile)
      if (decision.outcome !== 'merged') continue
      const { next } = decision
      state = { known: knownAs(next, ordinal, state.known.version + 1, id), prepared: next.prepared }
    }
    if (state) this.#states.set(id, state)
    return state
  }

  async #fromCatalogue(id: number): Promise<State | undefined> {
    const bib = await readBib(this.#db, id, 'suppressed')
    if (!bib) return undefined
    const { version, flavour, record } = bib
    return {
      known: { bibId: id, version, flavour, record, marc: storedMarc(record) },
      prepared: prepareRecord(record, flavour),
    }
  }

  async #fromFile(ordinal: number, id: number): Promise<State | undefined> {
    const incoming = await this.#read(ordinal)
    return incoming && { known: knownAs(incoming, ordinal, 1, id), prepared: incoming.prepared }
  }

  #read = (ordinal: number) =>
    this.#source.at({ ordinal, offset: this.#offsets[ordinal - 1]!, length: this.#lengths[ordinal - 1]! })
}
