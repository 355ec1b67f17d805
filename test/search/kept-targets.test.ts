import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gunzipSync } from 'node:zlib'
import { expect } from 'chai'
import { sql } from 'kysely'
import pino from 'pino'
import { backUp, connect } from '../../src/kit/db/index.ts'
import { type Actor, createLog, createSeal, noSeal, systemClock } from '../../src/kit/index.ts'
import type { Problem } from '../../src/problems.ts'
import {
  addTarget,
  changeTarget,
  createSearchService,
  followTargets,
  type Keeping,
  listKeptTargets,
  readKeptTarget,
  removeTarget,
  type TargetList,
  TargetsFile,
  type WrittenEntry,
} from '../../src/search/index.ts'
import { createZServer, type ZServer } from '../../src/zserver/index.ts'
import { useDatabase } from '../database.ts'
import { until } from '../until.ts'

const log = createLog('silent')
const actor: Actor = { name: 'Ada', via: 'web' }
const seal = createSeal(() => Buffer.alloc(32, 1))
const keeping: Keeping = { actor, at: new Date('2026-11-28T07:00:00Z'), seal, inFile: new Set(['filed']) }
const canary = 'zy-canary-93'
const withPassword = (more: object = {}): WrittenEntry => ({
  ...{ id: 'acme', label: 'Acme', host: 'z.acme.example', port: 2100 },
  authentication: { type: 'idPass', user: 'farshelf', password: canary },
  ...more,
})
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: Problem) => error.code ?? error,
  )

describe('Targets that staff keep', () => {
  const own = useDatabase()
  const tx = <T>(work: Parameters<typeof own.database.tx<T>>[0]) => own.database.tx(work)
  const add = (entry: WrittenEntry, more: Partial<Keeping> = {}) =>
    tx((t) => addTarget(t, entry, { ...keeping, ...more }))
  const change = (entry: WrittenEntry, seen?: number, fate?: 'keep' | 'forget') =>
    tx((t) => changeTarget(t, seen, entry, keeping, fate))
  const all = () => listKeptTargets(own.database.db)
  afterEach(async () => {
    for (const { id } of await all()) await tx((t) => removeTarget(t, id, undefined, actor))
  })

  it('come back as they were written, with defaults, and without their secret', async () => {
    await add(withPassword({ attributes: { title: '1=4 4=1' }, categories: ['Far'], tls: true, enabled: false }))
    const [kept] = await all()
    expect(kept).to.include({ id: 'acme', version: 1, hasSecret: true, changedByName: 'Ada' })
    expect(kept!.entry).to.deep.include({
      ...{ host: 'z.acme.example', port: 2100, tls: true, enabled: false, categories: ['Far'], presentChunk: 10 },
      authentication: { type: 'idPass', user: 'farshelf' },
      attributes: {
        title: [
          { type: 1, value: 4 },
          { type: 4, value: 1 },
        ],
      },
    })
    const { rows } = await sql<{ entry: object }>`select entry from targets`.execute(own.database.db)
    expect(Object.keys(rows[0]!.entry)).to.have.members([
      ...['attributes', 'authentication', 'categories', 'enabled', 'host', 'label', 'port', 'tls'],
    ])
  })

  it('are refused when they are wrong, in the file, there already, or have a password and there is no key', async () => {
    expect(await codeOf(add(withPassword({ port: 0 })))).to.equal('bad-input')
    expect(await codeOf(add(withPassword({ firstRecords: 9, mostRecords: 8 })))).to.equal('bad-input')
    expect(await codeOf(add(withPassword({ id: 'filed' })))).to.equal('target-in-file')
    expect(await codeOf(add(withPassword(), { seal: noSeal }))).to.equal('secret-key-missing')
    await add({ id: 'acme', label: 'A', host: 'a.example' }, { seal: noSeal })
    expect(await codeOf(add(withPassword()))).to.equal('target-id-taken')
    expect(await all()).to.have.length(1)
  })

  it('are changed by whoever saw the last version', async () => {
    await add(withPassword())
    expect((await change(withPassword({ label: 'Acme 2' }), 1)).version).to.equal(2)
    expect(await codeOf(change(withPassword({ label: 'Acme 3' }), 1))).to.equal('version-conflict')
    expect(await codeOf(tx((t) => removeTarget(t, 'acme', 1, actor)))).to.equal('version-conflict')
    expect((await readKeptTarget(own.database.db, 'acme'))!.entry!.label).to.equal('Acme 2')
    expect(await codeOf(change(withPassword({ id: 'nobody' })))).to.equal('not-found')
  })

  it('keep a password that is not given anew, for the place it was given for alone', async () => {
    const silent = { authentication: { type: 'idPass', user: 'farshelf' } }
    await add(withPassword())
    expect((await change(withPassword({ ...silent, label: 'B' }))).hasSecret).to.equal(true)
    for (const elsewhere of [{ host: 'evil.example' }, { port: 210 }, { tls: { rejectUnauthorized: false } }])
      expect(await codeOf(change(withPassword({ ...silent, ...elsewhere })))).to.equal('target-secret-needed')
    expect((await change(withPassword({ ...silent, host: 'b.example' }), undefined, 'forget')).hasSecret).to.equal(
      false,
    )
    expect((await change(withPassword({ host: 'c.example' }))).hasSecret).to.equal(true)
    expect((await change(withPassword({ authentication: { type: 'none' } }))).hasSecret).to.equal(false)
  })

  it('tell their secret neither the audit, nor the table, nor a backup', async () => {
    await add(withPassword())
    await change(withPassword({ label: 'B' }))
    await add({
      ...{ id: 'sru', label: 'S', protocol: 'sru', url: `https://s.example/db?key=${canary}` },
      credentials: { user: 'u', password: canary },
    })
    await add({ id: 'open', label: 'O', host: 'o.example', authentication: { type: 'open', value: canary } })
    const { rows } = await sql<{ action: string; detail: object }>`
      select action, detail from audit where subject_kind = 'target' order by id`.execute(own.database.db)
    expect(JSON.stringify(rows)).not.to.contain(canary)
    expect(rows.at(-3)!.detail).to.include({ changed: 'label', password: 'set' })
    const { rows: stored } = await sql`select entry, sealed from targets where id <> 'sru'`.execute(own.database.db)
    expect(JSON.stringify(stored)).not.to.contain(canary)

    await tx((t) => removeTarget(t, 'sru', undefined, actor))
    const connection = await connect({ url: own.url, dataFolder: '', log })
    const parts: Buffer[] = []
    const sink = new Writable({
      write(part, _encoding, done) {
        parts.push(part)
        done()
      },
    })
    await backUp(connection, log, (backup) => pipeline(backup, sink)).finally(() => connection.close())
    const backup = gunzipSync(Buffer.concat(parts)).toString('latin1')
    expect(backup).to.contain('z.acme.example').and.not.to.contain(canary)
  })

  describe('and the service', () => {
    const fileEntry = { id: 'filed', label: 'Filed', host: '127.0.0.1', port: 1 }
    const config = TargetsFile.parse({ allowNetworks: ['127.0.0.0/8'], targets: [fileEntry] })
    let server: ZServer
    before(async () => {
      server = createZServer({ databases: [], name: 'x', log })
      await server.listen(0)
    })
    after(() => server.close())

    /** One process: its service, and what it follows. */
    async function inOneProcess(work: (one: Process) => Promise<void>, options: Partial<Follow> = {}) {
      const service = createSearchService({ targets: config.targets, clock: systemClock, log })
      const list = await followTargets({ db: own.database.db, config, seal, service, log, poll: 10, ...options })
      try {
        await work({ list, service, ids: () => service.targets('enquiry').map(({ id }) => id) })
      } finally {
        await list.close()
        await service.close()
      }
    }
    type Follow = Parameters<typeof followTargets>[0]
    interface Process {
      readonly list: TargetList
      readonly service: ReturnType<typeof createSearchService>
      readonly ids: () => readonly string[]
    }
    const local = (more: object = {}): WrittenEntry => ({
      ...{ id: 'local', label: 'Local', host: '127.0.0.1', port: server.port },
      ...more,
    })

    it('of every process takes up what is added, changed, disabled and removed', () =>
      inOneProcess((one) =>
        inOneProcess(async (other) => {
          await add(local({ enabled: false }))
          await until(() => one.list.find('local') !== undefined && other.list.find('local') !== undefined)
          expect(one.ids()).to.deep.equal(['filed'])
          await change(local({ order: -1 }))
          await until(() => one.ids().length === 2 && other.ids().length === 2)
          expect(other.ids()).to.deep.equal(['local', 'filed'])
          await tx((t) => removeTarget(t, 'local', undefined, actor))
          await until(() => one.ids().length === 1 && other.ids().length === 1)
          expect(one.list.find('local')).to.equal(undefined)
        }),
      ))

    it('searches with the password that is kept, and not at all where it cannot be read', async () => {
      await add(withPassword())
      const written: string[] = []
      const loud = pino({ level: 'trace' }, { write: (line: string) => void written.push(line) })
      await inOneProcess(async ({ list }) => {
        expect(list.find('acme')!.client).to.deep.include({
          authentication: { type: 'idPass', user: 'farshelf', password: canary },
        })
        expect(list.trouble('acme')).to.equal(undefined)
      })
      await inOneProcess(
        async ({ list, ids }) => {
          expect(ids()).to.deep.equal(['filed'])
          expect(list.trouble('acme')).to.match(/another key: enter it again/)
          expect(written.join(''))
            .to.match(/target acme is not searched/)
            .and.not.to.contain(canary)
        },
        { seal: createSeal(() => Buffer.alloc(32, 2)), log: loud },
      )
    })

    it('has the file’s target where one of the same id was kept before', async () => {
      await tx((t) => addTarget(t, withPassword({ id: 'filed' }), { ...keeping, inFile: new Set() }))
      await inOneProcess(async ({ list, ids }) => {
        expect(ids()).to.deep.equal(['filed'])
        expect(list.find('filed')!.label).to.equal('Filed')
      })
    })

    it('lets a search go on with a target that is removed meanwhile, then closes its connections', async () => {
      await add(local({ pool: { idle: 600_000 } }))
      await inOneProcess(async ({ list, service }) => {
        const search = service.start({ query: { title: 'x' }, targets: ['local'], audience: 'enquiry' })
        await tx((t) => removeTarget(t, 'local', undefined, actor))
        await list.refresh()
        expect(() => service.start({ query: { title: 'y' }, targets: ['local'], audience: 'enquiry' })).to.throw(
          /no library with the id/,
        )
        await search.settled(100_000)
        // It has no such database: an answer of the target, and of nobody who gave up.
        expect(search.targets[0]!.failure).to.include({ kind: 'diagnostic' })
        await until(() => server.connections === 0)
      })
    })

    it('keeps what it knows of a target that only its label changed of, and forgets it of another', async () => {
      await add(local())
      await inOneProcess(async ({ list, service }) => {
        const ask = async () => {
          const search = service.start({ query: { title: 'x' }, targets: ['local'], audience: 'enquiry' })
          await search.settled(100_000)
        }
        await ask()
        const open = () => service.metrics().targets.find(({ id }) => id === 'local')!.health.open
        expect(open()).to.equal(1)
        await change(local({ label: 'Other' }))
        await list.refresh()
        expect(open()).to.equal(1)
        await change(local({ databases: ['Other'] }))
        await list.refresh()
        expect(open()).to.equal(0)
      })
    })
  })
})
