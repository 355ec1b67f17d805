import { LRUCache } from 'lru-cache'
import { condition, refuse } from '../../standards/z3950/index.ts'

/** What an entry takes beside its ids. */
const overhead = 256

/**
 * The record ids of every association's result sets, in bounded memory: those not used for longest give way, and are
 * refused as sets that the target has deleted, which clients answer by searching again.
 */
export class KeptIds {
  readonly #kept: LRUCache<object, Float64Array>

  /** @param bytes most memory, @param idle milliseconds after which what was not used goes */
  constructor(bytes: number, idle: number) {
    this.#kept = new LRUCache({
      maxSize: bytes,
      ttl: idle,
      updateAgeOnGet: true,
      sizeCalculation: (ids) => ids.byteLength + overhead,
    })
  }

  /** @returns the key they are had back with */
  keep(ids: readonly number[]): object {
    const key = {}
    this.#kept.set(key, Float64Array.from(ids))
    return key
  }

  get(key: object): Float64Array {
    return this.#kept.get(key) ?? refuse(condition.deletedByTarget)
  }
}
