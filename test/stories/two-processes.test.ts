import { once } from 'node:events'
import { expect } from 'chai'
import { lockForMatching } from '../../src/catalogue/index.ts'
import { openDatabase } from '../../src/kit/db/index.ts'
import { createLog } from '../../src/kit/index.ts'
import { briefRecord } from '../bench/brief-records.ts'
import { census, fileOf } from '../catalogue/import/loading.ts'
import {
  admin,
  csrfOf,
  firstLink,
  openProcesses,
  type Process,
  type Processes,
  type Session,
  sendForm,
  settledPage as settled,
} from './processes.ts'

describe('Two processes on one database', function () {
  // Whole processes, started from the source: with other work on the machine each takes its seconds.
  this.timeout(240_000)
  let processes: Processes
  let links: readonly string[]

  before(async () => {
    processes = await openProcesses()
    // Both find nothing, and each offers to make the first account.
    const both = await Promise.all([processes.start(), processes.start()])
    links = await Promise.all(both.map(({ lines }) => firstLink(lines)))
    const { login, name, secret } = admin
    const made = await sendForm(both[1]!.process, links[0]!, { login, name, fresh: secret, again: secret })
    expect(made.status).to.equal(303)
  })
  beforeEach(() => processes.fill(2))
  after(() => processes?.close())

  /** Sends a file in at a process, and gives its page. */
  async function sendFile(session: Session, at: Process, bytes: Buffer): Promise<string> {
    const form = new FormData()
    form.set('profile', 'default')
    form.set('encoding', 'auto')
    form.set('file', new File([new Uint8Array(bytes)], 'books.mrc'))
    const csrf = csrfOf(await (await session.get(at, '/import')).text())
    const answer = await session.form(at, `/import?csrf=${csrf}`, () => form)
    expect(answer.status).to.equal(303)
    return answer.headers.get('location')!
  }
  const books = (from: number, to: number) => fileOf(Array.from({ length: to - from }, (_, n) => briefRecord(from + n)))

  it('start at once on an empty database, and make one first account', async () => {
    for (const process of processes.running)
      for (const link of links) expect((await fetch(new URL(link, process.url))).status).to.equal(410)
    expect((await processes.pool.query("select login from people where kind = 'staff'")).rows).to.deep.equal([
      { login: admin.login },
    ])
    for (const { url } of processes.running) expect((await fetch(new URL('readyz', url))).status).to.equal(200)
  })

  it('know at one who signed in at the other, until that is ended there', async () => {
    const [one, other] = processes.running as [Process, Process]
    const session = await processes.signIn(one)
    const page = await (await session.get(other, '/account')).text()
    expect(page).to.include(admin.name)
    const second = await processes.signIn(other)
    expect((await second.get(one, '/account')).status).to.equal(200)
    // The older of the two, ended by the newer at the other process
    const { rows } = await processes.pool.query<{ id: string }>(
      'select id from sessions order by created_at desc limit 2',
    )
    expect((await second.form(other, `/account/sessions/${rows[1]!.id}/end`)).status).to.equal(303)
    for (const process of processes.running) {
      expect((await session.get(process, '/account')).headers.get('location')).to.include('/login')
      expect((await second.get(process, '/account')).status).to.equal(200)
    }
  })

  it('load a file once, whichever it was sent to and begun at', async () => {
    const [one, other] = processes.running as [Process, Process]
    const session = await processes.signIn(one)
    const before = await census(processes)
    const path = await sendFile(session, one, books(0, 1000))
    expect(await settled(session, other, path)).to.include('Ready to load')
    // Pressed at both at once
    const pressed = await Promise.all(processes.running.map((process) => session.form(process, `${path}/load`)))
    expect(pressed.map(({ status }) => status).sort()).to.deep.equal([303, 409])
    expect(await settled(session, one, path)).to.include('What happened')
    const after = await census(processes)
    expect(after).to.deep.equal({ bibs: before.bibs + 1000, doubled: 0, indexed: before.indexed + 1000 })
  })

  it('let one stop while the other goes on for the same people', async () => {
    const [one, other] = processes.running as [Process, Process]
    const session = await processes.signIn(one)
    const ended = once(one.child, 'exit')
    one.child.kill('SIGTERM')
    expect(await ended).to.deep.equal([0, null])
    expect((await session.get(other, '/account')).status).to.equal(200)
    const path = await sendFile(session, other, books(3000, 3100))
    expect(await settled(session, other, path)).to.include('Ready to load')
  })

  it('finish the load at which one of them was killed', async () => {
    const session = await processes.signIn(processes.running[0]!)
    const before = await census(processes)
    const path = await sendFile(session, processes.running[0]!, books(10_000, 15_000))
    await settled(session, processes.running[1]!, path)
    const database = await openDatabase({ url: processes.address, dataFolder: '', log: createLog('silent') })
    const dying = await database.tx(async (tx) => {
      // While we hold this, it can begin to load, but not be done with it.
      await lockForMatching(tx)
      await session.form(processes.running[0]!, `${path}/load`)
      return await processes.holder()
    })
    await database.close()
    const ended = once(dying.child, 'exit')
    dying.child.kill('SIGKILL')
    await ended
    const other = processes.running.find((one) => one !== dying)!
    expect(await settled(session, other, path)).to.include('What happened')
    const { rows } = await processes.pool.query('select state, counts from import_batches order by id desc limit 1')
    expect(rows[0].state).to.equal('loaded')
    expect(rows[0].counts).to.include({ new: 5000, unchanged: 0 })
    const after = await census(processes)
    expect(after).to.deep.equal({ bibs: before.bibs + 5000, doubled: 0, indexed: before.indexed + 5000 })
  })
})
