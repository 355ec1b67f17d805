/** Result sets one association keeps at most: targets hold them in memory. */
const most = 10

/** The name of a result set on one association, while the set is there. */
export interface SetName {
  readonly name: string
  /** True once the target has put another set in its place. */
  lost: boolean
}

/**
 * Names for the result sets of one association. A target that grants named sets gets ordinals, the lowest free one
 * first, so that names (and with them sets) are used again; any other has one set, called `default`.
 */
export class ResultSetNames {
  readonly #named: boolean
  /** By ordinal; a hole is a free name. */
  readonly #slots: (SetName | undefined)[] = []
  #turn = 0

  constructor(named: boolean) {
    this.#named = named
  }

  /** Whether a further set takes no other's place. */
  get free(): boolean {
    return this.#freeSlot() !== undefined
  }

  /** A name for a new set. When all are taken, an earlier set loses its own. */
  take(): SetName {
    const slot = this.#freeSlot() ?? (this.#named ? this.#turn++ % most : 0)
    const loser = this.#slots[slot]
    if (loser) loser.lost = true
    const taken = { name: this.#named ? String(slot + 1) : 'default', lost: false }
    this.#slots[slot] = taken
    return taken
  }

  /** The set is not needed any more. */
  release(name: SetName): void {
    const slot = this.#slots.indexOf(name)
    if (slot >= 0) this.#slots[slot] = undefined
    name.lost = true
  }

  #freeSlot(): number | undefined {
    const limit = this.#named ? most : 1
    for (let slot = 0; slot < limit; slot++) if (!this.#slots[slot]) return slot
    return undefined
  }
}
