import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'chai'
import { readMessageOf } from '../../src/messages/index.ts'
import { chance } from '../bench/brief-records.ts'
import { built } from '../built.ts'
import { useDatabase } from '../database.ts'
import { type MailServerForTests, openMailServer, type Whim } from '../mail-server.ts'
import { until as comesAbout } from '../until.ts'
import { anOverdue, queued, until } from './sending.ts'

/** So many wait whenever a sender starts, so that it is killed with something left to do. */
const stock = 60
const kills = 12

describe('A message whose sender is killed', () => {
  const data = useDatabase()
  let program: string
  let server: MailServerForTests
  let child: ChildProcess | undefined
  let born = 0

  before(async () => {
    program = await built('test/messages/worker-process.ts')
    server = await openMailServer()
  })
  after(() => server.close())
  afterEach(async () => {
    await kill()
    for (const list of [server.taken, server.given, server.whims]) list.length = 0
    await data.database.db.deleteFrom('jobs').execute()
    await data.database.db.deleteFrom('messages').execute()
  })

  async function start(): Promise<void> {
    child = spawn(process.execPath, [program, data.url, server.url, `sender-${++born}`], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    await once(child.stdout!, 'data')
  }
  async function kill(): Promise<void> {
    if (!child) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
    child = undefined
  }

  for (const at of ['connect', 'mail', 'rcpt'] as const)
    it(`at ${at}, before it is handed over, is sent by the next one, once`, async () => {
      server.whims.push({ at, meanwhile: kill } satisfies Whim)
      const { id } = await queued(data.database, anOverdue())
      await start()
      await comesAbout(() => child === undefined)
      expect((await readMessageOf(data.database.db, id))!.state).to.equal('sending')
      await start()
      await until(data.database, id, ({ state }) => state === 'sent')
      expect(server.given).to.have.lengthOf(1)
    })

  it('after it is handed over, is for a person to judge, and not sent again', async () => {
    server.whims.push({ at: 'data', meanwhile: kill })
    const { id } = await queued(data.database, anOverdue())
    await start()
    await comesAbout(() => child === undefined)
    await start()
    await until(data.database, id, ({ state }) => state === 'unsure')
    expect(server.given).to.have.lengthOf(1)
    expect(await data.database.db.selectFrom('jobs').selectAll().execute()).to.deep.equal([])
  })

  it('between the server’s yes and our writing it down, is for a person to judge, and not sent again', async () => {
    const waitingForALock = async () => {
      const { rows } = await data.database.pool.query<{ n: number }>(
        'select count(*)::int as n from pg_locks where not granted',
      )
      return rows[0]!.n
    }
    // What is to be written down cannot be, while this transaction has the message.
    const holding = await data.database.pool.connect()
    server.whims.push({
      at: 'data',
      async meanwhile() {
        await holding.query('begin')
        await holding.query('select from messages for update')
      },
    })
    const { id } = await queued(data.database, anOverdue())
    await start()
    await comesAbout(async () => (await waitingForALock()) > 0)
    await kill()
    expect(server.taken).to.have.lengthOf(1)
    await holding.query('rollback')
    holding.release()
    await start()
    await until(data.database, id, ({ state }) => state === 'unsure')
    expect(server.given).to.have.lengthOf(1)
  })

  it(`at any moment, ${kills} times, is never sent twice, and none is lost`, async function () {
    this.timeout(400_000)
    const random = chance(7)
    const left = async () => {
      const { rows } = await data.database.pool.query<{ n: number }>(
        "select count(*)::int as n from messages where state in ('queued', 'sending')",
      )
      return rows[0]!.n
    }
    let messages = 0
    let halfway = 0
    for (let killed = 0; killed < kills; killed++) {
      for (let n = await left(); n < stock; n++) {
        await queued(data.database, anOverdue())
        messages += 1
      }
      await start()
      // Until it works: what its predecessor held must become free first.
      await comesAbout(async () => (await left()) < stock)
      await wait(random() * 150)
      await kill()
      if ((await left()) > 0) halfway += 1
    }
    await start()
    await comesAbout(async () => (await left()) === 0)

    const rows = await data.database.db.selectFrom('messages').select(['state', 'message_id']).execute()
    const taken = new Map<string, number>()
    for (const letter of server.taken) {
      const id = letter.header('Message-ID')!
      taken.set(id, (taken.get(id) ?? 0) + 1)
    }
    expect(rows).to.have.lengthOf(messages)
    const odd = rows.filter(({ state, message_id }) => {
      const times = taken.get(message_id!) ?? 0
      return state === 'sent' ? times !== 1 : state !== 'unsure' || times > 1
    })
    expect(odd).to.deep.equal([])
    // Or the kills proved nothing.
    expect(halfway).to.be.greaterThan(kills / 2)
  })
})
