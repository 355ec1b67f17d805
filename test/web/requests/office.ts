import { addPerson } from '../../../src/accounts/index.ts'
import { defaultCirculation } from '../../../src/circulation/index.ts'
import {
  addLender,
  addLine,
  createIll,
  type Ill,
  IllSettings,
  type Order,
  placeRequest,
  type Request,
} from '../../../src/ill/index.ts'
import { systemClock } from '../../../src/kit/index.ts'
import type { EventActor, Policy } from '../../../src/workflow/index.ts'
import { lender } from '../../ill/lenders/lender.ts'
import { actor, addBook, addLists } from '../our-catalogue.ts'
import { openSite, type Site } from '../site.ts'

const by: EventActor = { kind: 'staff', id: '00000000-0000-4000-8000-00000000000a', name: 'Ann' }

/** A site with requests of a reader's, to be worked on by staff. */
export interface Office {
  readonly site: Site
  readonly ill: Ill
  readonly patronId: string
  place(title: string, more?: Partial<Order>): Promise<Request>
  /** Lets something happen to a request or a line. */
  act(id: number, event: string, form?: object): Promise<void>
  /** Links a request to a record of ours. */
  link(id: number): Promise<number>
  /** Adds a lender to a linked request; gives the id of the line. */
  ask(id: number, name?: string): Promise<number>
  stateOf(id: number): Promise<string>
  close(): Promise<void>
}

export async function openOffice(policy?: Policy): Promise<Office> {
  const ill = createIll({
    ...{ clock: systemClock, settings: IllSettings.parse({}), circulation: defaultCirculation },
    ...(policy && { policy }),
  })
  const site = await openSite([], { ill })
  const { database } = site
  await addLists(database)
  let serial = 0
  const patron = { kind: 'patron', login: 'P-1', name: 'Rosa Reader', email: 'rosa@example.org' } as const
  const patronId = await database.tx((tx) =>
    addPerson(tx, { ...patron, branch: 'main', blocked: false, active: true, roles: [] }, actor),
  )
  const office: Office = {
    ...{ site, ill, patronId },
    async place(title, more = {}) {
      const outcome = await database.tx((tx) =>
        placeRequest(
          tx,
          {
            ...{
              patronId,
              service: 'loan',
              citation: { title },
              pickupBranch: 'main',
              note: '',
              copyrightAgreed: false,
            },
            source: { kind: 'form' },
            ...more,
          },
          { actor: { kind: 'patron', id: patronId, name: 'Rosa Reader' }, via: 'page' },
          { ...ill, now: new Date(), despite: ['held', 'limit', 'duplicate'] },
        ),
      )
      if (outcome.kind !== 'placed') throw new Error(JSON.stringify(outcome.obstacles))
      return outcome.request
    },
    async act(id, event, form = {}) {
      await database.tx((tx) => ill.engine.act(tx, id, event, { actor: by, via: 'page', form }))
    },
    async link(id) {
      const bibId = await addBook(database, { title: `Linked ${++serial}` })
      await office.act(id, 'link', { bibId })
      return bibId
    },
    async ask(id, name = `Lender ${++serial}`) {
      const fields = lender({ symbol: `XX-${++serial}`, name, email: `ill-${serial}@example.org` })
      const { id: lenderId } = await database.tx((tx) => addLender(tx, fields, actor))
      const line = await database.tx((tx) =>
        addLine(tx, id, lenderId, { actor: by, via: 'page' }, { ...ill, now: new Date() }),
      )
      return line.id
    },
    stateOf: async (id) => (await ill.engine.read(database.db, id)).state,
    close: () => site.close(),
  }
  return office
}
