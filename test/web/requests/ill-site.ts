import type { Browser, BrowserContextOptions } from 'playwright-core'
import { addPerson } from '../../../src/accounts/index.ts'
import { defaultCirculation } from '../../../src/circulation/index.ts'
import {
  addLender,
  addLine,
  createIll,
  type IllOptions,
  IllSettings,
  type LenderFields,
  type Order,
  placeRequest,
  type Request,
  readRequest,
} from '../../../src/ill/index.ts'
import { createLog, systemClock } from '../../../src/kit/index.ts'
import { createWorker } from '../../../src/kit/jobs/index.ts'
import { messagesAbout } from '../../../src/messages/index.ts'
import { lender } from '../../ill/lenders/lender.ts'
import type { Library } from '../../search/libraries.ts'
import { until } from '../../until.ts'
import { openPage, type Watched } from '../chromium.ts'
import { actor, addBook, addLists } from '../our-catalogue.ts'
import { type SignedIn, signIn } from '../people.ts'
import { openSite, type Site, type SiteOptions } from '../site.ts'

interface Furnished {
  /** Asked when the site is opened. */
  readonly libraries?: () => readonly Library[]
  readonly ill?: Partial<IllOptions>
  readonly site?: SiteOptions
}

let serial = 0

/** A site on which staff work on requests, with a reader and what they need to be placed. */
export function useIllSite({ libraries = () => [], ill: options = {}, site: more = {} }: Furnished = {}) {
  const ill = createIll({
    ...{ clock: systemClock, settings: IllSettings.parse({}), circulation: defaultCirculation },
    ...options,
  })
  let site: Site
  let staff: SignedIn
  let patronId: string

  before('open the site', async () => {
    site = await openSite(libraries(), { ill, ...more })
    await addLists(site.database)
    staff = await signIn(site, 'requests', 'enquiry', 'catalogue.edit')
    const fields = { kind: 'patron', login: 'P-1', name: 'Rosa Reader', email: 'rosa@example.org' } as const
    patronId = await site.database.tx((tx) =>
      addPerson(tx, { ...fields, blocked: false, active: true, roles: [] }, actor),
    )
  })
  after('close the site', () => site?.close())

  const read = async (answer: Response) => ({
    status: answer.status,
    text: await answer.text(),
    location: answer.headers.get('location') ?? '',
  })
  const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
  const page = async (path: string, who = staff) => read(await who.get(path))
  const means = () => ({ ...ill, now: new Date() })
  const who = () => ({ actor: { kind: 'staff', id: staff.id, name: staff.name }, via: 'page' }) as const

  const house = {
    ill,
    get site() {
      return site
    },
    get staff() {
      return staff
    },
    get patronId() {
      return patronId
    },
    hidden,
    /** A browser's page at an address, for the staff or for somebody else. */
    async open(browser: Browser, path: string, options: BrowserContextOptions = {}, who = staff): Promise<Watched> {
      const opened = await openPage(browser, options)
      const [name, value] = who.cookie.split('=') as [string, string]
      await opened.page.context().addCookies([{ name, value, url: site.url }])
      await opened.page.goto(site.url + path)
      return opened
    },
    page,
    /** Opens a form and sends it, with what is said. */
    async press(path: string, said: Readonly<Record<string, string>> = {}) {
      const { text } = await page(path)
      const fields = { version: hidden(text, 'version'), key: hidden(text, 'key'), ...said }
      return { ...(await read(await staff.form(path, fields))), fields }
    },
    send: async (path: string, said: Readonly<Record<string, string>> = {}) => read(await staff.form(path, said)),
    async place(title: string, order: Partial<Order> = {}): Promise<Request> {
      const outcome = await site.database.tx((tx) =>
        placeRequest(
          tx,
          {
            ...{ patronId, service: 'loan', citation: { title }, pickupBranch: 'main', note: '' },
            ...{ copyrightAgreed: false, source: { kind: 'form' } },
            ...order,
          },
          { actor: { kind: 'patron', id: patronId, name: 'Rosa Reader' }, via: 'page' },
          { ...means(), despite: ['held', 'limit', 'duplicate'] },
        ),
      )
      if (outcome.kind !== 'placed') throw new Error(JSON.stringify(outcome.obstacles))
      return outcome.request
    },
    request: async (id: number) => (await readRequest(site.database.db, { id }))!,
    /** Does something with a request or a line, as staff. */
    act: (id: number, event: string, form: object = {}) =>
      site.database.tx((tx) => ill.engine.act(tx, id, event, { ...who(), form })),
    messages: (requestId: number) => messagesAbout(site.database.db, { requestId }),
    /** Carries jobs out until something has come about. */
    async work(done: () => Promise<boolean>): Promise<void> {
      const worker = createWorker({
        ...{ database: site.database, clock: systemClock, log: createLog('silent'), poll: 20 },
        handlers: ill.handlers(site.database),
      })
      try {
        await until(done)
      } finally {
        await worker.close()
      }
    },
    /** A request with a record and a lender's line. */
    async line(title: string, order: Partial<Order> = {}, fields: Partial<LenderFields> = {}) {
      const request = await house.place(title, order)
      await house.act(request.id, 'link', { bibId: await addBook(site.database, { title }) })
      const value = `XX-${++serial}`
      const made = await site.database.tx((tx) =>
        addLender(
          tx,
          lender({ symbol: value, name: `Lender ${serial}`, email: `${value}@example.org`, ...fields }),
          actor,
        ),
      )
      const line = await site.database.tx((tx) => addLine(tx, request.id, made.id, who(), means()))
      return { request, line, lender: made }
    },
  }
  return house
}
