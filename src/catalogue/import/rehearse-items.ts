import type { Tx } from '../../kit/db/index.ts'
import type { Dealt } from './deal.ts'
import { KeyMemory } from './key-memory.ts'
import { countItems, type ItemCounts, type Wanted, wantedItems } from './load-items.ts'
import { itemsThere, numbersOf, planReplacing } from './replace-items.ts'
import { codeFaults, judgeItems, ownersOf, type Refusal, refusalsOf } from './store-items.ts'
import type { ImportBatch } from './types.ts'

/**
 * What would become of the items of a file, group by group in a dry run: nothing is stored or held, and what earlier
 * groups would have done is remembered.
 */
export class ItemRehearsal {
  readonly #batch: ImportBatch
  /** The records that items with these numbers would have been added to. */
  readonly #added = new KeyMemory()
  /** Whose items would have been given what the file says already. */
  readonly #replaced = new KeyMemory()

  constructor(batch: ImportBatch) {
    this.#batch = batch
  }

  async of(tx: Tx, dealt: readonly Dealt[]): Promise<ItemCounts> {
    const mapping = this.#batch.profile.items
    const wanted = wantedItems(mapping, dealt)
    if (wanted.length === 0) return countItems(dealt, new Map(), new Map())
    const fault = await codeFaults(tx)
    const there = mapping?.action === 'replace' ? await this.#replace(tx, wanted, fault) : new Map<Wanted, Refusal>()
    const others = wanted.filter((one) => !there.has(one))
    const refusals = await this.#add(tx, others, fault)
    return countItems(dealt, there, new Map(others.map((other, i) => [other, refusals[i]])))
  }

  async #replace(tx: Tx, wanted: readonly Wanted[], fault: Awaited<ReturnType<typeof codeFaults>>) {
    const there = await itemsThere(tx, this.#batch.id, numbersOf(wanted), 'looked at')
    const now = new Map(
      [...there].map(([no, item]) => [
        no,
        { ...item, isDone: item.isDone || this.#replaced.recordsWith(['item', no]).length > 0 },
      ]),
    )
    const { became, replaced } = planReplacing(now, wanted, fault)
    for (const { item } of replaced) this.#replaced.add(['item', item.accessionNo], numberOf(item.bibId))
    return became
  }

  async #add(tx: Tx, wanted: readonly Wanted[], fault: Awaited<ReturnType<typeof codeFaults>>) {
    // What was matched is there, and what would be added would be.
    const judged = judgeItems(wanted, fault, () => true)
    const numbers = [...judged.first.keys()]
    const owners = new Map(await ownersOf(tx, numbers))
    for (const no of numbers) {
      const [record] = this.#added.recordsWith(['item', no])
      if (record !== undefined) owners.set(no, bibOf(record))
    }
    const free = new Set(numbers.filter((no) => !owners.has(no)))
    for (const no of free) this.#added.add(['item', no], numberOf(judged.first.get(no)!.bibId))
    return refusalsOf(judged, free, owners)
  }
}

/** A record's id as a number above zero: what would be added has its number in the file, below zero. */
const numberOf = (bibId: number): number => (bibId < 0 ? -bibId * 2 + 1 : bibId * 2)
const bibOf = (number: number): number => (number % 2 === 1 ? -(number - 1) / 2 : number / 2)
