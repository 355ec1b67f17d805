/** What is remembered: a key of a record, or of something that comes with one. */
type Key = readonly [kind: string, key: string]

/** No record has this number. */
const none = 0
/** Beyond it nothing more is remembered: some 200 MB. */
const mostKeys = 8 * 1024 * 1024

/** Of one key: a file in which everything has the same title is no reason to compare each with each. */
const mostOfOneKey = 50

/**
 * Remembers which records a key was seen in: a number for the key and one for the record, so that the keys of a million
 * records fit into some tens of megabytes. Of two keys with one number, which hardly ever happens, the records are
 * compared anyway.
 */
export class KeyMemory {
  #hashes = new Float64Array(1 << 16)
  #records = new Uint32Array(1 << 16)
  #count = 0

  /** The records with a key, in the order in which they were added. */
  recordsWith(key: Key): number[] {
    const hash = hashOf(key)
    const found: number[] = []
    for (let at = this.#first(hash); this.#records[at] !== none; at = this.#next(at))
      if (this.#hashes[at] === hash) found.push(this.#records[at]!)
    return found
  }

  /** @param record its number, from 1 on */
  add(key: Key, record: number): void {
    const hash = hashOf(key)
    let at = this.#first(hash)
    let others = 0
    for (; this.#records[at] !== none; at = this.#next(at)) {
      if (this.#hashes[at] !== hash) continue
      if (this.#records[at] === record || ++others >= mostOfOneKey) return
    }
    if (this.#count >= mostKeys) return
    this.#put(at, hash, record)
    this.#count += 1
    if (this.#count * 2 > this.#hashes.length) this.#grow()
  }

  #first = (hash: number) => hash % this.#hashes.length
  #next = (at: number) => (at + 1) & (this.#hashes.length - 1)

  #put(at: number, hash: number, record: number): void {
    this.#hashes[at] = hash
    this.#records[at] = record
  }

  #grow(): void {
    const [hashes, records] = [this.#hashes, this.#records]
    this.#hashes = new Float64Array(hashes.length * 2)
    this.#records = new Uint32Array(hashes.length * 2)
    // From behind an empty place, so that the records of a key keep their order.
    const begin = records.indexOf(none)
    for (let i = 0; i < records.length; i++) {
      const from = (begin + i) & (records.length - 1)
      if (records[from] === none) continue
      let at = this.#first(hashes[from]!)
      while (this.#records[at] !== none) at = this.#next(at)
      this.#put(at, hashes[from]!, records[from]!)
    }
  }
}

/** 52 bits of two FNV-1a hashes that begin differently. */
function hashOf([kind, key]: Key): number {
  const text = `${kind} ${key}`
  let [one, two] = [0x811c9dc5, 0x01000193]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    one = Math.imul(one ^ code, 0x01000193)
    two = Math.imul(two ^ code, 0x85ebca6b)
  }
  return (one >>> 0) * 0x100000 + ((two >>> 0) >>> 12)
}
