/** A pool that shares a limit with others. */
export interface Sharer {
  /** Begins to close an idle association, if it has one. */
  yieldIdle(): boolean
  /** There is room again. */
  serve(): void
}

/** How many associations the clients that share it may have open at once. */
export class AssociationLimit {
  #left: number
  readonly #sharers = new Set<Sharer>()
  /** Those who found no room. */
  readonly #wanting = new Set<Sharer>()

  constructor(most = 64) {
    this.#left = most
  }

  join(sharer: Sharer): void {
    this.#sharers.add(sharer)
  }

  leave(sharer: Sharer): void {
    this.#sharers.delete(sharer)
    this.#wanting.delete(sharer)
  }

  /** Takes room for one. When there is none, another sharer is asked to close what it does not use. */
  take(asker: Sharer): boolean {
    if (this.#left === 0) for (const sharer of this.#sharers) if (sharer !== asker && sharer.yieldIdle()) break
    if (this.#left === 0) {
      this.#wanting.add(asker)
      return false
    }
    this.#wanting.delete(asker)
    this.#left--
    return true
  }

  /** One is closed: those who want its room may take it. */
  give(): void {
    this.#left++
    const wanting = [...this.#wanting]
    this.#wanting.clear()
    for (const sharer of wanting) sharer.serve()
  }

  /** Whether others want the room of an association that this one could do without. */
  isWantedFrom(owner: Sharer): boolean {
    return this.#wanting.size > (this.#wanting.has(owner) ? 1 : 0)
  }
}
