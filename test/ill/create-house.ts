import { addPerson } from '../../src/accounts/index.ts'
import { addBib, addItem, branchCalendar, saveBranch } from '../../src/catalogue/index.ts'
import { CirculationFile } from '../../src/circulation/index.ts'
import {
  addLender,
  addLine,
  IllSettings,
  illMachines,
  type LenderChannel,
  type LenderFields,
  type LenderMessage,
  type LendingOrder,
  type Ncip,
  ncipDesk,
  type Order,
  openLending,
  ownCirculation,
  ownShelf,
  placeRequest,
} from '../../src/ill/index.ts'
import type { Database } from '../../src/kit/db/index.ts'
import type { Actor } from '../../src/kit/index.ts'
import { createEngine, type EventActor, type Machine } from '../../src/workflow/index.ts'
import { type Book, book } from '../catalogue/books.ts'
import { lender } from './lenders/lender.ts'

const by: Actor = { name: 'Test', via: 'cli' }
export const ann: EventActor = { kind: 'staff', id: '00000000-0000-4000-8000-00000000000a', name: 'Ann' }

export type House = ReturnType<typeof createHouse>

/**
 * A library with a branch, readers and lenders, once it is furnished; what is sent is written down instead.`heed` may
 * listen to its machines, `reach` tells lenders in another way; with `ncip` a system of its own circulates.
 */
export function createHouse(
  database: () => Database,
  given: Partial<IllSettings> = {},
  heed: (machine: Machine) => Machine = (machine) => machine,
  reach: (otherwise: LenderChannel) => LenderChannel = (otherwise) => otherwise,
  ncip?: Ncip,
) {
  let now = Date.UTC(2026, 2, 2, 10)
  let serial = 0
  const settings = IllSettings.parse(given)
  const sent: { readonly message: LenderMessage | string; readonly to: string; readonly key: string }[] = []
  const clock = { now: () => now }
  const shelf = ownShelf(CirculationFile.parse({}))
  const desk = ncip && ncipDesk({ ncip, clock, calendar: shelf.calendar, hidesVisitors: true })
  const inner = createEngine({
    clock,
    machines: illMachines({
      clock,
      circulation: desk?.circulation ?? ownCirculation(CirculationFile.parse({})),
      channel: reach({
        async send(_tx, message, { line }, key) {
          sent.push({ message, to: line.lender.name, key })
        },
      }),
      shelf: desk?.shelf ?? shelf,
      borrowers: {
        async send(_tx, { type }, { lending }, key) {
          sent.push({ message: type, to: lending.partner.name, key })
        },
      },
      news: {
        async tell(_tx, event, { request }, key) {
          sent.push({ message: event, to: request.patron.name, key })
        },
      },
      ...{ symbol: settings.symbol, settlement: settings.settlement },
    }).map(heed),
  })
  const { engine, system } = desk?.around(inner) ?? { engine: inner }

  const house = {
    engine,
    /** The system of its own. */
    get system() {
      return system!
    },
    settings,
    clock,
    sent,
    get database() {
      return database()
    },
    get db() {
      return database().db
    },
    get now() {
      return new Date(now)
    },
    furnish: () =>
      house.database.tx((tx) => saveBranch(tx, { code: 'main', label: 'Main', position: 0, active: true }, by)),
    pass(days: number) {
      now += days * 86_400_000
    },
    async patron(more: object = {}): Promise<string> {
      const login = `P${++serial}`
      const fields = { kind: 'patron', login, name: `Reader ${serial}`, email: `${login}@example.org` } as const
      return house.database.tx((tx) =>
        addPerson(tx, { ...fields, blocked: false, active: true, roles: [], ...more }, by),
      )
    },
    bib: async (title: string, more: Partial<Book> = {}): Promise<number> =>
      (
        await house.database.tx((tx) =>
          addBib(tx, { record: book({ title, ...more }), flavour: 'marc21' }, { actor: by, action: 'create' }),
        )
      ).id,
    item: (bibId: number) =>
      house.database.tx((tx) =>
        addItem(
          tx,
          bibId,
          {
            accessionNo: `A${++serial}`,
            branch: 'main',
            status: 'available',
            callNumber: '',
            publicNote: '',
            staffNote: '',
          },
          by,
        ),
      ),
    order: (patronId: string, more: Partial<Order> = {}): Order => ({
      patronId,
      service: 'loan',
      citation: { title: `Wanted ${++serial}`, author: 'Doe, Jane', year: '1999' },
      pickupBranch: 'main',
      note: '',
      copyrightAgreed: false,
      source: { kind: 'form' },
      ...more,
    }),
    place: (order: Order, more: { readonly key?: string; readonly despite?: readonly never[] } = {}) =>
      house.database.tx((tx) =>
        placeRequest(
          tx,
          order,
          { actor: ann, via: 'web', ...(more.key !== undefined && { key: more.key }) },
          { engine, settings, now: house.now, ...(more.despite && { despite: more.despite }) },
        ),
      ),
    /** A request that stands. */
    async request(more: Partial<Order> = {}) {
      const outcome = await house.place(house.order(await house.patron(), more))
      if (outcome.kind !== 'placed') throw new Error(`refused: ${JSON.stringify(outcome.obstacles)}`)
      return outcome.request
    },
    lender: async (more: Partial<LenderFields> = {}) => {
      const value = `XX-${++serial}`
      const fields = lender({ symbol: value, name: `Lender ${serial}`, email: `${value}@example.org`, ...more })
      return house.database.tx((tx) => addLender(tx, fields, by))
    },
    /** A request of another library. */
    async lending(more: Partial<LendingOrder> = {}, of: Partial<LenderFields> = {}, key?: string) {
      const partnerId = more.partnerId ?? (await house.lender(of)).id
      const order: LendingOrder = {
        ...{
          partnerId,
          via: 'email',
          theirNumber: `T-${++serial}`,
          services: ['loan'],
          hold: 'policy',
          conditions: [],
        },
        ...{ wanted: { title: `Asked for ${serial}`, author: 'Doe, Jane', year: '1999' }, deliverEmail: '', note: '' },
        ...more,
      }
      return house.database.tx(async (tx) =>
        openLending(
          tx,
          order,
          { actor: ann, via: 'web', ...(key !== undefined && { key }) },
          { engine, calendar: await branchCalendar(tx), now: house.now },
        ),
      )
    },
    act: (id: number, event: string, form: object = {}, more: object = {}) =>
      house.database.tx((tx) => engine.act(tx, id, event, { actor: ann, via: 'web', form, ...more })),
    /** A linked request with a lender's line. */
    async line(more: { readonly order?: Partial<Order>; readonly lender?: Partial<LenderFields> } = {}) {
      const request = await house.request(more.order)
      await house.act(request.id, 'link', { bibId: await house.bib(request.title) })
      const made = await house.lender(more.lender)
      const line = await house.database.tx((tx) =>
        addLine(tx, request.id, made.id, { actor: ann, via: 'web' }, { engine, settings, now: house.now }),
      )
      return { request, line, lender: made }
    },
  }
  return house
}
