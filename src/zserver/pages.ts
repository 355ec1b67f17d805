import type { RecordSource } from './database.ts'
import type { SessionSet } from './session-set.ts'

/** Records a database reads in one go: what a message does not hold is read in vain. */
const mostOfPage = 50

/** Reads the records of a session's set a page at a time, where their database can. */
export class Pages {
  readonly #set: SessionSet
  /** The first position that is not wanted any more. */
  readonly #end: number
  #page: { readonly source: RecordSource; readonly from: number; readonly to: number } | undefined

  constructor(set: SessionSet, end: number) {
    this.#set = set
    this.#end = end
  }

  /** Where the record at a position of the whole set is had from. Positions are asked for in ascending order. */
  async sourceOf(position: number): Promise<RecordSource> {
    if (this.#page && position >= this.#page.from && position < this.#page.to) return this.#page.source
    const { part, position: place } = this.#set.locate(position)!
    const count = Math.min(mostOfPage, this.#end - position, part.set.hits - place + 1)
    const source = part.set.page ? await part.set.page(place, count) : part.set
    this.#page = { source, from: position, to: position + count }
    return source
  }
}
