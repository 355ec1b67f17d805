import { addPerson, type PersonFields } from '../../src/accounts/index.ts'
import {
  addBib,
  addItem,
  type Item,
  type ItemFields,
  readItem,
  saveBranch,
  saveCode,
} from '../../src/catalogue/index.ts'
import {
  CirculationFile,
  type CirculationSettings,
  checkIn,
  checkOut,
  placeReservation,
  renewLoan,
  type Wanted,
} from '../../src/circulation/index.ts'
import type { Actor } from '../../src/kit/index.ts'
import { book } from '../catalogue/books.ts'
import { useDatabase } from '../database.ts'

export const by: Actor = { name: 'Desk', via: 'web' }
const day = 86_400_000

/** Closed on Sundays; cards of children have rules of their own. */
export const settings: CirculationSettings = CirculationFile.parse({
  calendar: { timeZone: 'Europe/London', closedWeekdays: [7], closedDates: ['2026-12-25'] },
  loans: [
    { status: 'reference', days: 0 },
    { status: 'ill', days: 28, renewals: 2 },
    { collection: 'dvd', days: 7, renewals: 1 },
    { group: 'child', days: 21, renewals: 5 },
    { days: 28, renewals: 2 },
  ],
  patrons: {
    limits: { loans: 5, reservations: 3, overdue: 2 },
    groups: { child: { label: 'Children', loans: 2, reservations: 1 } },
  },
})

/** A library with two branches, its clock stopped until a test moves it, and what tests do at its desk. */
export function useLibrary() {
  const data = useDatabase()
  let serial = 0
  /** Monday, 2 March 2026, ten o'clock. */
  let now = Date.UTC(2026, 2, 2, 10)

  before('furnish the library', async () => {
    await data.database.tx(async (tx) => {
      for (const [position, code] of ['main', 'riverside'].entries())
        await saveBranch(tx, { code, label: code, position, active: true }, by)
      for (const code of ['dvd', 'general'])
        await saveCode(tx, 'collection', { code, label: code, position: 1, active: true, available: false }, by)
    })
  })

  const library = {
    get database() {
      return data.database
    },
    get db() {
      return data.database.db
    },
    get url() {
      return data.url
    },
    tx: ((work) => data.database.tx(work)) as (typeof data)['database']['tx'],
    get now() {
      return now
    },
    setNow(instant: number) {
      now = instant
    },
    pass(days: number) {
      now += days * day
    },
    async bib(title = `Book ${++serial}`): Promise<number> {
      const provenance = { actor: by, action: 'create' } as const
      return (await library.tx((tx) => addBib(tx, { record: book({ title }), flavour: 'marc21' }, provenance))).id
    },
    async item(bibId: number, some: Partial<ItemFields> = {}): Promise<Item> {
      const fields = {
        accessionNo: `A${++serial}`,
        branch: 'main',
        status: 'available',
        callNumber: '',
        publicNote: '',
        staffNote: '',
        ...some,
      }
      return await library.tx((tx) => addItem(tx, bibId, fields, by))
    },
    async patron(some: Partial<PersonFields> = {}): Promise<string> {
      const login = `2000${++serial}`
      const fields = {
        kind: 'patron',
        login,
        name: `Reader ${serial}`,
        email: '',
        blocked: false,
        active: true,
      } as const
      return await addPerson(library.db, { ...fields, roles: [], ...some }, by)
    },
    out: (itemId: number, patronId: string, branch = 'main') =>
      library.tx((tx) => checkOut(tx, settings, { itemId, patronId, branch, by, now })),
    in: ({ accessionNo }: { readonly accessionNo: string }, branch = 'main') =>
      library.tx((tx) => checkIn(tx, settings, { accessionNo, branch, by, now })),
    renew: (loanId: string, patronId?: string) =>
      library.tx((tx) => renewLoan(tx, settings, { loanId, by, now, ...(patronId && { patronId }) })),
    reserve: (wanted: Wanted, patronId: string, pickupBranch = 'main') =>
      library.tx((tx) => placeReservation(tx, settings, { ...wanted, patronId, pickupBranch, by, now })),
    /** Lends what must be lent. */
    async lend(itemId: number, patronId: string) {
      const lent = await library.out(itemId, patronId)
      if (!lent.done) throw new Error(`not lent: ${lent.why}`)
      return lent.loan
    },
    /** Places what must be placed. */
    async wish(wanted: Wanted, patronId: string, pickupBranch = 'main') {
      const placed = await library.reserve(wanted, patronId, pickupBranch)
      if (!placed.done) throw new Error(`not placed: ${placed.why}`)
      return placed.reservation
    },
    async look(id: number): Promise<Item> {
      const item = await readItem(library.db, id)
      if (!item) throw new Error('the item is gone')
      return item
    },
  }
  return library
}

export type Library = ReturnType<typeof useLibrary>
