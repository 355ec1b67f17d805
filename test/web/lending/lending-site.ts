import { addItem, branchCalendar } from '../../../src/catalogue/index.ts'
import { defaultCirculation } from '../../../src/circulation/index.ts'
import {
  addLender,
  createIll,
  type IllOptions,
  IllSettings,
  type LenderFields,
  type LendingOrder,
  openLending,
  readLending,
} from '../../../src/ill/index.ts'
import { systemClock } from '../../../src/kit/index.ts'
import { lender } from '../../ill/lenders/lender.ts'
import { actor, addBook, addLists } from '../our-catalogue.ts'
import { type SignedIn, signIn } from '../people.ts'
import { openSite, type Site } from '../site.ts'

const by = { kind: 'staff', id: '00000000-0000-4000-8000-00000000000a', name: 'Ann' } as const
let serial = 0

/** A site of the calling `describe` on which staff answer other libraries. */
export function useLendingSite(settings: Partial<IllSettings> = {}, more: Partial<IllOptions> = {}) {
  const { clock = systemClock } = more
  const ill = createIll({ settings: IllSettings.parse(settings), circulation: defaultCirculation, ...more, clock })
  let site: Site
  let staff: SignedIn
  before('open the site', async () => {
    site = await openSite([], { ill, clock })
    await addLists(site.database)
    staff = await signIn(site, 'lending', 'enquiry', 'circulation')
  })
  after('close the site', () => site?.close())

  const read = async (answer: Response) => ({
    status: answer.status,
    text: await answer.text(),
    location: answer.headers.get('location') ?? '',
  })
  const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
  const house = {
    ill,
    get site() {
      return site
    },
    get staff() {
      return staff
    },
    page: async (path: string, who = staff) => read(await who.get(path)),
    send: async (path: string, said: Readonly<Record<string, string>> = {}) => read(await staff.form(path, said)),
    /** Opens a form and sends it, with what is said. */
    async press(path: string, said: Readonly<Record<string, string>> = {}) {
      const { text } = await house.page(path)
      const fields = { version: hidden(text, 'version'), key: hidden(text, 'key'), ...said }
      return { ...(await read(await staff.form(path, fields))), fields }
    },
    lender: (more: Partial<LenderFields> = {}) => {
      const value = `YY-${++serial}`
      const fields = lender({ symbol: value, name: `Library ${serial}`, email: `${value}@example.org`, ...more })
      return site.database.tx((tx) => addLender(tx, fields, actor))
    },
    async item(bibId: number) {
      const accessionNo = `LS-${++serial}`
      const fields = { accessionNo, branch: 'main', status: 'available', callNumber: `PS ${serial}` }
      return site.database.tx((tx) => addItem(tx, bibId, { ...fields, publicNote: '', staffNote: '' }, actor))
    },
    /** A request, of a title that we hold where `held`. */
    async lending(title: string, more: Partial<LendingOrder> & { readonly held?: boolean } = {}) {
      const { held = false, ...order } = more
      const bibId = held ? await addBook(site.database, { title, author: 'Doe, Jane', year: 1974 }) : undefined
      const item = bibId === undefined ? undefined : await house.item(bibId)
      const partnerId = order.partnerId ?? (await house.lender()).id
      const { lending } = await site.database.tx(async (tx) =>
        openLending(
          tx,
          {
            ...{ partnerId, via: 'email', theirNumber: `T-${++serial}`, services: ['loan'], hold: 'policy' },
            ...{ wanted: { title, author: 'Doe, Jane', year: '1974' }, conditions: [], deliverEmail: '', note: '' },
            ...order,
          },
          { actor: by, via: 'page' },
          { engine: ill.engine, calendar: await branchCalendar(tx), now: new Date() },
        ),
      )
      return { lending, bibId, item }
    },
    act: (id: number, event: string, form: object = {}, more: object = {}) =>
      site.database.tx((tx) => ill.engine.act(tx, id, event, { actor: by, via: 'page', form, ...more })),
    read: async (id: number) => (await readLending(site.database.db, id))!,
  }
  return house
}
