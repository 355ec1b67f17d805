import { findPerson, type Person } from '../accounts/index.ts'
import { briefRecord } from '../bib/index.ts'
import { addBib } from '../catalogue/index.ts'
import { checkIn, checkOut, defaultCirculation, placeReservation } from '../circulation/index.ts'
import { addLine, createIll, findLender, IllSettings, type Order, placeRequest } from '../ill/index.ts'
import { dateIn } from '../kit/calendar/index.ts'
import type { Database, Tx } from '../kit/db/index.ts'
import type { Actor } from '../kit/index.ts'
import type { EventActor } from '../workflow/index.ts'

const by: Actor = { name: 'Demo', via: 'cli' }
const branch = 'main'
const day = 86_400_000

/** What readers want from elsewhere, how long ago they said so, and how far each has come. Libraries of the demo have the first two. */
const wishes = [
  { title: 'Middlemarch', author: 'Eliot, George', year: '1994', daysAgo: 1, reach: [] },
  { title: 'Darkness at noon', author: 'Koestler, Arthur', year: '1940', daysAgo: 2, reach: ['assign'] },
  { title: 'Tides and their tables', author: 'Marsh, Eleanor', year: '1974', daysAgo: 5, reach: ['ask'] },
  { title: 'Winter orchards', author: 'Petrov, Ilya', year: '2003', daysAgo: 9, reach: ['ask', 'ship'] },
  {
    title: 'Letters from the lock-keeper',
    author: 'Duval, Anne',
    year: '1986',
    daysAgo: 6,
    reach: ['ask', 'receive'],
  },
  { title: 'The mapmaker’s debt', author: 'Sato, Ren', year: '2015', daysAgo: 24, reach: ['ask', 'receive', 'lend'] },
  {
    title: 'Small engines of war',
    author: 'Brandt, Karl',
    year: '1969',
    daysAgo: 40,
    reach: ['ask', 'receive', 'send-home'],
  },
  { title: 'Unprinted hymns', author: 'Moreau, Lise', year: '1901', daysAgo: 30, reach: ['unable'] },
] as const
type Wish = (typeof wishes)[number]

/** Puts work on the desk and among the requests: loans, one of them overdue, reservations, and requests of all kinds. */
export async function addSampleWork({ db, tx }: Database): Promise<void> {
  const start = Date.now()
  const [edda, farid] = [await reader(db, '20010001'), await reader(db, '20010002')]
  await tx((within) => workAtTheDesk(within, edda, farid, start))
  await tx((within) => workOnRequests(within, edda, start))
}

/** @throws Error the demo's people come first */
async function reader(tx: Tx, card: string): Promise<Person> {
  const found = await findPerson(tx, 'patron', card)
  if (!found) throw new Error(`the demo has no reader ${card}`)
  return found
}

async function workAtTheDesk(tx: Tx, edda: Person, farid: Person, start: number): Promise<void> {
  const items = await tx
    .selectFrom('items')
    .select(['id', 'bib_id', 'accession_no'])
    .distinctOn('bib_id')
    .where('branch', '=', branch)
    .where('status', '=', 'available')
    .orderBy('bib_id')
    .limit(4)
    .execute()
  const [fresh, late, ready, wanted] = items
  if (!fresh || !late || !ready || !wanted) return
  const at = (daysAgo: number) => ({ branch, by, now: start - daysAgo * day })
  await checkOut(tx, defaultCirculation, { itemId: late.id, patronId: edda.id, ...at(41) })
  await checkOut(tx, defaultCirculation, { itemId: fresh.id, patronId: edda.id, ...at(4) })
  const wish = { patronId: farid.id, pickupBranch: branch, by, now: start - day }
  await placeReservation(tx, defaultCirculation, { itemId: ready.id, ...wish })
  await checkIn(tx, defaultCirculation, { accessionNo: ready.accession_no, ...at(0) })
  // One that is on loan, and one that stands on its shelf: to be fetched.
  await placeReservation(tx, defaultCirculation, { itemId: fresh.id, ...wish })
  await placeReservation(tx, defaultCirculation, { bibId: wanted.bib_id, ...wish })
}

async function workOnRequests(tx: Tx, edda: Person, start: number): Promise<void> {
  let now = start
  const clock = { now: () => now }
  const ill = createIll({ clock, settings: IllSettings.parse({}), circulation: defaultCirculation })
  const colleague = await findPerson(tx, 'staff', 'ill')
  const lenders = [await findLender(tx, 'XX-NFC'), await findLender(tx, 'XX-EBU'), await findLender(tx, 'XX-LSC')]
  if (!colleague) return
  const staff: EventActor = { kind: 'staff', id: colleague.id, name: colleague.name }
  for (const [n, wish] of wishes.entries()) {
    now = start - wish.daysAgo * day
    const actor: EventActor = { kind: 'patron', id: edda.id, name: edda.name }
    const placed = await placeRequest(
      tx,
      orderOf(wish, edda),
      { actor, via: 'page' },
      { engine: ill.engine, settings: ill.settings, now: new Date(now) },
    )
    if (placed.kind !== 'placed') continue
    const { request } = placed
    const act = (id: number, event: string, form: object = {}) =>
      ill.engine.act(tx, id, event, { actor: staff, via: 'page', form: { ...form } })
    const reach: readonly string[] = wish.reach
    if (reach.includes('assign')) await act(request.id, 'assign', { assignee: staff.id, assigneeName: staff.name })
    if (reach.includes('unable')) await act(request.id, 'unable', { notify: false })
    const lender = lenders[n % lenders.length]
    if (!reach.includes('ask') || !lender) continue
    await act(request.id, 'inProcess', { notify: false })
    await act(request.id, 'link', { bibId: await recordOf(tx, wish, now) })
    const means = { engine: ill.engine, settings: ill.settings, now: new Date(now) }
    const line = await addLine(tx, request.id, lender.id, { actor: staff, via: 'page' }, means)
    now += 60_000
    await act(line.id, 'request', { transmit: true })
    now += 2 * day
    const dueAtLender = dateIn('UTC', start + 12 * day)
    if (reach.includes('ship')) await act(line.id, 'shipped', { service: 'loan', dueAtLender })
    if (!reach.includes('receive')) continue
    await act(line.id, 'receivedAsLoan', { dueAtLender })
    now += 60_000
    await act(request.id, 'complete', { notify: false })
    const item = await itemOf(tx, line.id)
    await checkIn(tx, defaultCirculation, { accessionNo: item.accession_no, branch, by, now })
    if (reach.includes('lend') || reach.includes('send-home'))
      await checkOut(tx, defaultCirculation, { itemId: item.item_id, patronId: edda.id, branch, by, now })
    if (!reach.includes('send-home')) continue
    now += 20 * day
    await checkIn(tx, defaultCirculation, { accessionNo: item.accession_no, branch, by, now })
    await act(line.id, 'returned')
  }
}

const itemOf = (tx: Tx, line: number) =>
  tx
    .selectFrom('ill_items')
    .innerJoin('items', 'items.id', 'ill_items.item_id')
    .select(['item_id', 'accession_no'])
    .where('line_id', '=', String(line))
    .executeTakeFirstOrThrow()

const orderOf = ({ title, author, year }: Wish, { id }: Person): Order => ({
  patronId: id,
  service: 'loan',
  citation: { title, author, year },
  pickupBranch: branch,
  note: '',
  copyrightAgreed: false,
  source: { kind: 'form' },
})

async function recordOf(tx: Tx, { title, author, year }: Wish, now: number): Promise<number> {
  const record = briefRecord(
    { title, author, year, isbns: [], issns: [], format: 'book' },
    { entered: dateIn('UTC', now) },
  )
  return (await addBib(tx, { record, flavour: 'marc21' }, { actor: by, action: 'create', reason: 'Sample data' })).id
}
