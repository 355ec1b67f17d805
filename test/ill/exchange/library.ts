import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addPerson } from '../../../src/accounts/index.ts'
import { startApp } from '../../../src/app.ts'
import { addBib, addItem, saveBranch } from '../../../src/catalogue/index.ts'
import { defaultCirculation } from '../../../src/circulation/index.ts'
import {
  addLender,
  addLine,
  createIll,
  type ExchangeProtocol,
  type Ill,
  IllSettings,
  type LenderFields,
  makePartnerToken,
  type Order,
  placeRequest,
  setAutomatic,
  setPartnerHeader,
} from '../../../src/ill/index.ts'
import { openDatabase } from '../../../src/kit/db/index.ts'
import { type Clock, createLog, readEnvironment, systemClock } from '../../../src/kit/index.ts'
import { TargetsFile } from '../../../src/search/index.ts'
import type { EventActor } from '../../../src/workflow/index.ts'
import { book } from '../../catalogue/books.ts'
import { testServer } from '../../database.ts'
import { until } from '../../until.ts'
import { lender } from '../lenders/lender.ts'

const by = { name: 'Test', via: 'cli' } as const
const ann = { kind: 'staff', id: '00000000-0000-4000-8000-00000000000a', name: 'Ann' } as const
let serial = 0

export type Library = Awaited<ReturnType<typeof openLibrary>>

/** Who and where a library is. */
interface Address {
  readonly symbol: string
  readonly url: string
  readonly protocol: ExchangeProtocol
}

interface Named extends Address {
  readonly otherSymbols: readonly string[]
}

/** A house that is open: where, for people and for systems that speak ISO 10161. */
export interface Opened {
  readonly url: string
  readonly called: readonly string[]
  close(): Promise<void>
}

interface LibraryOptions {
  readonly clock?: Clock
  /** What it speaks with others. */
  readonly protocol?: ExchangeProtocol
  /** It knows its own address: what it sends has links. */
  readonly linked?: boolean
  /** Other symbols it has. */
  readonly otherSymbols?: readonly string[]
  /** Opens the house with the variables of its environment: in this process, if not given. */
  readonly run?: (variables: Readonly<Record<string, string>>) => Promise<Opened>
}

/** What else is said of what is wanted, and of its reader. */
type Wish = Partial<Order> & { readonly email?: string }

/** A port nobody has. */
async function freePort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return String(port)
}

/** A whole house: its own database, configuration and port. It can be shut and opened again at the same port. */
export async function openLibrary(
  symbol: string,
  { clock = systemClock, protocol = 'iso18626', linked = false, otherSymbols = [], run }: LibraryOptions = {},
) {
  const postgres = await testServer()
  const url = await postgres.create()
  const config = await mkdtemp(join(tmpdir(), 'farshelf-library-'))
  const log = createLog('silent')
  const inThisProcess: LibraryOptions['run'] = (variables) =>
    startApp(readEnvironment(variables), TargetsFile.parse({}), log, { clock })
  let [port, tcpPort] = [linked ? await freePort() : '0', '0']
  const start = async (): Promise<Opened> => {
    const door = { enabled: protocol === 'iso10161', port: Number(tcpPort), connectionsPerAddress: 50 }
    const settings = {
      ...{ symbol, otherSymbols, address: { name: `${symbol} Library`, place: 'Town' } },
      exchange: { allowNetworks: ['127.0.0.0/8'], perMinute: 100_000, iso10161: door },
    }
    await writeFile(join(config, 'ill.yaml'), JSON.stringify(settings))
    const own: Record<string, string> = linked ? { FARSHELF_BASE_URL: `http://127.0.0.1:${port}` } : {}
    const variables = { DATABASE_URL: url, FARSHELF_CONFIG: config, FARSHELF_PORT: port, ...own }
    const opened = await (run ?? inThisProcess)(variables)
    port = new URL(opened.url).port
    tcpPort = opened.called[0]?.split(':').at(-1) ?? '0'
    return opened
  }
  const database = await openDatabase({ url, dataFolder: '', log, poolSize: 4 })
  let opened: Opened | undefined = await start()
  // What staff do goes through an engine like the one of the house: what follows is its workers'.
  const ill: Ill = createIll({
    ...{ clock, circulation: defaultCirculation, settings: IllSettings.parse({ symbol }), followed: true },
    carriers: { [protocol]: { carry: () => Promise.reject(new Error('the house carries')) } },
    ...(linked && { copiesLink: `http://127.0.0.1:${port}/copy` }),
  })
  const { db, tx } = database
  await tx((within) => saveBranch(within, { code: 'main', label: 'Main', position: 0, active: true }, by))

  const library = {
    symbol,
    ill,
    otherSymbols,
    ...{ database, databaseUrl: url, db, tx, protocol },
    /** Where others call it. */
    get url() {
      return protocol === 'iso10161' ? `tcp://127.0.0.1:${tcpPort}` : `http://127.0.0.1:${port}/iso18626`
    },
    async shut() {
      await opened?.close()
      opened = undefined
    },
    async open() {
      opened ??= await start()
    },
    async close() {
      await library.shut()
      await database.close()
      await postgres.drop(url)
      await rm(config, { recursive: true })
    },
    /** Another library, in the directory of this one. */
    knows: async (other: Address, more: Partial<LenderFields> = {}) =>
      (
        await tx((within) =>
          addLender(
            within,
            lender({
              symbol: other.symbol,
              name: other.symbol,
              protocol: other.protocol,
              endpoint: other.url,
              email: 'x@example.org',
              ...more,
            }),
            by,
          ),
        )
      ).id,
    /** A book of ours with an item. */
    async book(title: string) {
      const { id } = await tx((within) =>
        addBib(
          within,
          { record: book({ title, author: 'Doe, Jane' }), flavour: 'marc21' },
          { actor: by, action: 'create' },
        ),
      )
      const fields = { branch: 'main', status: 'available', callNumber: '', publicNote: '', staffNote: '' }
      const item = await tx((within) => addItem(within, id, { ...fields, accessionNo: `A-${++serial}` }, by))
      return { bib: id, item }
    },
    /** A request of a reader's, linked to a record, with a lender's line that nobody has been asked on yet. */
    line: async (lenderId: number, title: string, wanted: Wish = {}) =>
      (await library.rota([lenderId], title, wanted)).lines[0]!,
    /** The same of several lenders, of whom the next is asked by itself. */
    async rota(lenderIds: readonly number[], title: string, wanted: Wish = {}) {
      const { email = '', ...more } = wanted
      const person = { kind: 'patron', login: `P${++serial}`, name: `Reader ${serial}`, email } as const
      const patronId = await tx((within) =>
        addPerson(within, { ...person, blocked: false, active: true, roles: [] }, by),
      )
      const means = { engine: ill.engine, settings: ill.settings, now: new Date(clock.now()) }
      const cause = { actor: ann, via: 'web' }
      const order: Order = {
        ...{ patronId, service: 'loan' as const, citation: { title, author: 'Doe, Jane' }, pickupBranch: 'main' },
        ...{ note: '', copyrightAgreed: false, source: { kind: 'form' as const } },
        ...more,
      }
      const placed = await tx((within) => placeRequest(within, order, cause, means))
      if (placed.kind !== 'placed') throw new Error(JSON.stringify(placed.obstacles))
      const { bib } = await library.book(title)
      await library.act(placed.request.id, 'link', { bibId: bib })
      const request = placed.request.id
      const lines: number[] = []
      for (const id of lenderIds) lines.push((await tx((within) => addLine(within, request, id, cause, means))).id)
      if (lines.length > 1) await tx((within) => setAutomatic(within, request, true, cause, means.now))
      return { request, lines }
    },
    act: (id: number, event: string, form: object = {}, actor: EventActor = ann) =>
      tx((within) => ill.engine.act(within, id, event, { actor, via: 'web', form })),
    stateOf: async (id: number) => (await ill.engine.read(library.db, id)).state,
    dataOf: async (id: number) => (await ill.engine.read(library.db, id)).data,
    eventsOf: async (id: number) => (await ill.engine.history(library.db, id)).map(({ event }) => event),
    /** The request of another library that came last. */
    async lending(): Promise<number> {
      let found: { id: number } | undefined
      await until(async () => {
        found = await library.db.selectFrom('ill_lendings').select('id').orderBy('id', 'desc').executeTakeFirst()
        return found !== undefined
      })
      return found!.id
    },
    is: (id: number, state: string) => until(async () => (await library.stateOf(id)) === state),
    messages: (instance: number) =>
      library.db.selectFrom('ill_messages').selectAll().where('instance_id', '=', instance).orderBy('id').execute(),
    /** What waits for its next attempt is tried now. */
    async hurry() {
      await database.pool.query(
        `update ill_messages set due_at = to_timestamp(0)
         where state in ('queued', 'sent') and direction = 'out' and due_at > to_timestamp(0)`,
      )
      await database.pool.query(
        `update jobs set run_at = to_timestamp(0)
         where (kind = 'ill.exchange' or last_error is not null) and failed_at is null and locked_by is null
           and run_at > to_timestamp(0)
         returning pg_notify('farshelf_jobs', '')`,
      )
    },
    /** Everything that was written has been answered. */
    quiet: (instance: number) =>
      until(async () => {
        // What an act is about to write is a job before it is a message.
        const { rows } = await database.pool.query(`select 1 from jobs where key like 'effect:${instance}:%'`)
        const waiting = (await library.messages(instance)).filter(({ state }) => state === 'queued' || state === 'sent')
        return waiting.length === 0 && rows.length === 0
      }),
  }
  return library
}

/**
 * Lets two libraries know each other: with a token each or, over ISO 10161, by the networks they call from. Gives their
 * ids in each other's directories.
 */
export async function acquaint(one: Library, other: Library): Promise<readonly [ofOther: number, ofOne: number]> {
  const now = new Date()
  const more = one.protocol === 'iso10161' ? { networks: '127.0.0.0/8' } : {}
  const ids = [await one.knows(other, more), await other.knows(one, more)] as const
  if (one.protocol === 'iso10161') return ids
  for (const [library, its, peer, theirs] of [
    [one, ids[0], other, ids[1]],
    [other, ids[1], one, ids[0]],
  ] as const) {
    const token = await library.tx((tx) => makePartnerToken(tx, its, by, now))
    await peer.tx((tx) => setPartnerHeader(tx, theirs, { name: 'Authorization', value: `Bearer ${token}` }, by, now))
  }
  return ids
}

/**
 * Puts a library into the directory of another, by each of its symbols: as so many libraries, which are known by the
 * networks they call from. They speak the version that has words for all there is to say. Gives their ids there.
 */
export async function listed(one: Library, { symbol, otherSymbols, url, protocol }: Named): Promise<readonly number[]> {
  const ids: number[] = []
  for (const name of [symbol, ...otherSymbols])
    ids.push(await one.knows({ symbol: name, url, protocol }, { networks: '127.0.0.0/8', protocolVersion: '2021-2' }))
  return ids
}
