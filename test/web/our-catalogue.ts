import { addBib, addItem, type ItemFields, saveBranch, saveCode } from '../../src/catalogue/index.ts'
import type { Database } from '../../src/kit/db/index.ts'
import type { Actor } from '../../src/kit/index.ts'
import { type Book, book } from '../catalogue/books.ts'

export const actor: Actor = { name: 'Test', via: 'cli' }

export const anItem: ItemFields = {
  accessionNo: 'I-1',
  branch: 'main',
  status: 'available',
  callNumber: '',
  publicNote: '',
  staffNote: '',
}

/** Two branches and a location. */
export async function addLists({ db }: Database): Promise<void> {
  const entry = (code: string, label: string, position: number) => ({
    code,
    label,
    position,
    active: true,
    available: false,
  })
  await saveBranch(db, entry('main', 'Main Library', 0), actor)
  await saveBranch(db, entry('riverside', 'Riverside Branch', 1), actor)
  await saveCode(db, 'location', entry('fiction', 'Fiction', 0), actor)
}

/** Adds a book and its copies; gives its id. */
export async function addBook(
  { db }: Database,
  what: Book,
  items: readonly Partial<ItemFields>[] = [],
): Promise<number> {
  const { id } = await addBib(db, { record: book(what), flavour: 'marc21' }, { actor, action: 'create' })
  for (const [n, item] of items.entries())
    await addItem(db, id, { ...anItem, accessionNo: `I-${id}-${n}`, ...item }, actor)
  return id
}
