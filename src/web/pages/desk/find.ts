import { listPeople, type PersonLine } from '../../../accounts/index.ts'
import { findItem, type Item } from '../../../catalogue/index.ts'
import { type IllItem, illItem, type Loan, openLoan, reservationsOfBib } from '../../../circulation/index.ts'
import { whoHas } from '../../desk/lent-to.ts'
import { numbersIn } from '../../desk/scan.ts'
import type { Door } from '../../door.ts'
import { type ItemWords, itemLists, itemWords } from '../../item-lists.ts'
import { titlesOf } from '../../titles.ts'

/** What a desk finds. */
export interface Found {
  readonly item?: FoundItem
  readonly people: readonly PersonLine[]
  /** People there are beyond those. */
  readonly more: number
}

export interface FoundItem {
  readonly item: Item
  readonly words: ItemWords
  readonly title: string
  readonly loan?: Loan & { readonly name: string }
  readonly ill?: IllItem
  /** How many wait for it or its title. */
  readonly waiting: number
}

const mostPeople = 20

/** The item of a number, and the readers of a card number or name. */
export async function findAtDesk(door: Door, text: string): Promise<Found> {
  const { db } = door.database
  const numbers = numbersIn(text)
  const item = numbers.length > 0 ? await findItem(db, ...numbers) : undefined
  const query = { kind: 'patron', page: 1, size: mostPeople } as const
  const lists = await Promise.all(numbers.slice(0, 2).map((words) => listPeople(db, { ...query, words })))
  const best = lists.find(({ count }) => count > 0)
  return {
    ...(item && { item: await about(door, item) }),
    people: best?.people ?? [],
    more: Math.max(0, (best?.count ?? 0) - mostPeople),
  }
}

async function about(door: Door, item: Item): Promise<FoundItem> {
  const { db } = door.database
  const [loan, ill] = [await openLoan(db, item.id), await illItem(db, item.id)]
  const queue = await reservationsOfBib(db, item.bibId)
  return {
    item,
    words: itemWords(item, await itemLists(db)),
    title: (await titlesOf(db, [item.bibId])).get(item.bibId) ?? '',
    ...(loan && { loan: { ...loan, name: await whoHas(db, loan) } }),
    ...(ill && { ill }),
    waiting: queue.filter((one) => one.state === 'waiting' && (one.level === 'title' || one.itemId === item.id)).length,
  }
}
