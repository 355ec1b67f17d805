import { expect } from 'chai'
import type { Worker } from '../../src/kit/jobs/index.ts'
import {
  actOnTrouble,
  countTroubles,
  dismissMessage,
  listTroubles,
  readMessageOf,
  sendMessage,
  sentByOtherMeans,
} from '../../src/messages/index.ts'
import { Problem } from '../../src/problems.ts'
import { useDatabase } from '../database.ts'
import { type MailServerForTests, openMailServer, type Whim } from '../mail-server.ts'
import { actor, anOverdue, queued, sender, toLender, until } from './sending.ts'

describe('A message that is sent', () => {
  const data = useDatabase()
  let server: MailServerForTests
  const workers: Worker[] = []
  before(async () => {
    server = await openMailServer()
  })
  after(() => server.close())
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close(5000)))
    for (const list of [server.taken, server.given, server.whims]) list.length = 0
    await data.database.db.deleteFrom('jobs').execute()
    await data.database.db.deleteFrom('messages').execute()
  })
  const work = (url: string | undefined = server.url, more = {}) => {
    const worker = sender(data.database, { ...(url !== undefined && { url }), ...more })
    workers.push(worker)
    return worker
  }
  const jobs = () => data.database.db.selectFrom('jobs').selectAll().execute()
  const state = (id: number) => (wanted: string) => until(data.database, id, (message) => message.state === wanted)
  const now = new Date()

  it('arrives once, under a name of its own, and answers the one before it', async () => {
    work()
    const about = { requestId: 7 }
    const first = await queued(data.database, anOverdue({ about }))
    const sent = await state(first.id)('sent')
    const lender = await queued(data.database, toLender({ about }))
    await state(lender.id)('sent')
    const second = await queued(data.database, anOverdue({ about, at: new Date(Date.now() + 11 * 60_000) }))
    await state(second.id)('sent')
    const third = await queued(data.database, anOverdue({ about, at: new Date(Date.now() + 22 * 60_000) }))
    await state(third.id)('sent')

    const [one, two, three, four] = server.taken
    expect([one!.from, one!.to]).to.deep.equal(['ill@library.example', 'edda@readers.example'])
    expect(one!.header('Subject')).to.equal('[ILL R-000007] Overdue: Öl!')
    expect(one!.header('Auto-Submitted')).to.equal('auto-generated')
    expect(one!.header('Message-ID')).to.match(/^<farshelf\.r7\.1\.[0-9a-f]{18}@library\.example>$/)
    expect(sent).to.include({ messageId: one!.header('Message-ID'), response: '250 ok: queued', attempts: 1 })
    expect(sent.sentAt).to.be.instanceOf(Date)
    expect(one!.parts['text/plain']).to.include('Öl!')
    expect(two!.header('In-Reply-To')).to.equal(undefined)
    expect(three!.header('In-Reply-To')).to.equal(one!.header('Message-ID'))
    expect(four!.header('In-Reply-To')).to.equal(three!.header('Message-ID'))
    expect(four!.header('References')).to.equal(`${one!.header('Message-ID')} ${three!.header('Message-ID')}`)
    expect(await jobs()).to.deep.equal([])
  })

  it('is tried again where the server takes it later, as the same message', async () => {
    server.whims.push(
      { at: 'rcpt', code: 451, text: 'greylisted' },
      { at: 'data', code: 421 },
      { at: 'connect', cut: true },
      { at: 'mail', cut: true },
    )
    const { id } = await queued(data.database, anOverdue())
    work()
    expect((await state(id)('sent')).attempts).to.equal(5)
    expect(server.taken).to.have.lengthOf(1)
    // It was given whole once before, and refused then.
    expect(new Set(server.given.map((letter) => letter.header('Message-ID'))).size).to.equal(1)
  })

  it('waits meanwhile, and says for what', async () => {
    server.whims.push({ at: 'rcpt', code: 451, text: 'greylisted' })
    const { id } = await queued(data.database, anOverdue())
    work(server.url, { backOff: 60_000 })
    const message = await until(data.database, id, ({ state, reason }) => state === 'queued' && reason !== undefined)
    expect(message.reason).to.include('451 greylisted')
    expect(await countTroubles(data.database.db)).to.deep.equal({ messages: 0, jobs: 0 })
  })

  for (const at of ['mail', 'rcpt', 'data'] as const)
    it(`is a problem when the server refuses it for good at ${at}, and goes out after somebody retries`, async () => {
      server.whims.push({ at, code: 550, text: 'no such reader' })
      const { id } = await queued(data.database, anOverdue())
      work()
      const failed = await state(id)('failed')
      expect(failed.reason).to.include('550 no such reader')
      expect(await jobs()).to.deep.equal([])
      const [trouble] = await listTroubles(data.database.db)
      expect(trouble).to.include({ what: 'message', id, reason: failed.reason })
      expect(await countTroubles(data.database.db)).to.deep.equal({ messages: 1, jobs: 0 })
      await data.database.tx((tx) => sendMessage(tx, id, actor, { address: 'new@readers.example' }))
      await state(id)('sent')
      expect(server.taken.map(({ to }) => to)).to.deep.equal(['new@readers.example'])
      expect(await listTroubles(data.database.db)).to.deep.equal([])
    })

  it('is not sent again by itself when the connection is lost after it was handed over', async () => {
    server.whims.push({ at: 'data', cut: true })
    const { id } = await queued(data.database, anOverdue())
    work()
    const unsure = await state(id)('unsure')
    expect(unsure.reason).to.include('it may have been sent')
    expect(await jobs()).to.deep.equal([])
    expect(server.given).to.have.lengthOf(1)
    expect((await listTroubles(data.database.db)).map((one) => one.id)).to.deep.equal([id])
    // A person looked into the server's log.
    await data.database.tx((tx) => actOnTrouble(tx, { what: 'message', id }, 'retry', actor, now))
    await state(id)('sent')
    expect(server.given.map((letter) => letter.header('Message-ID'))).to.deep.equal([
      unsure.messageId,
      unsure.messageId,
    ])
  })

  it('is kept where there is no mail server, and sent once somebody says so', async () => {
    const { id } = await queued(data.database, anOverdue())
    const without = sender(data.database, {})
    await state(id)('kept')
    await without.close()
    expect(await jobs()).to.deep.equal([])
    expect(await countTroubles(data.database.db)).to.deep.equal({ messages: 0, jobs: 0 })
    work()
    await data.database.tx((tx) => sendMessage(tx, id, actor))
    await state(id)('sent')
    expect(server.taken).to.have.lengthOf(1)
  })

  it('can be told by other means instead, or dismissed', async () => {
    const [kept, held] = [
      await queued(data.database, anOverdue()),
      await queued(data.database, anOverdue({ to: { name: 'E', address: '' } })),
    ]
    const without = sender(data.database, {})
    await state(kept.id)('kept')
    await without.close()
    await data.database.tx((tx) => sentByOtherMeans(tx, kept.id, actor, now))
    expect(await readMessageOf(data.database.db, kept.id)).to.deep.include({
      state: 'other-means',
      settledBy: 'Berta',
      sentAt: now,
    })
    expect(await countTroubles(data.database.db)).to.deep.equal({ messages: 1, jobs: 0 })
    await data.database.tx((tx) => dismissMessage(tx, held.id, actor, now))
    expect(await countTroubles(data.database.db)).to.deep.equal({ messages: 0, jobs: 0 })
    expect(await readMessageOf(data.database.db, held.id)).to.deep.include({
      state: 'held',
      settledBy: 'Berta',
      dismissedAt: now,
    })
    const trail = await data.database.db
      .selectFrom('audit')
      .select(['action', 'detail'])
      .where('subject_id', '=', String(held.id))
      .execute()
    expect(trail.map(({ action }) => action)).to.deep.equal(['message.dismiss'])
    expect(JSON.stringify(trail)).to.not.include('readers.example')
  })

  it('cannot be sent, told or dismissed while it is on its way or gone', async () => {
    const code = (work: Promise<unknown>) =>
      work.then(
        () => 'none',
        (error: Problem) => error.code,
      )
    const { id } = await queued(data.database, anOverdue())
    const acts = [sendMessage, sentByOtherMeans, dismissMessage] as const
    const all = async () => {
      for (const act of acts)
        expect(await code(data.database.tx((tx) => act(tx, id, actor, now as never)))).to.equal('message-state')
    }
    await all()
    work()
    await state(id)('sent')
    await all()
    expect(await code(data.database.tx((tx) => sendMessage(tx, 999_999, actor)))).to.equal('message-gone')
    const held = await queued(data.database, anOverdue({ to: { name: 'E', address: '' } }))
    expect(await code(data.database.tx((tx) => sendMessage(tx, held.id, actor)))).to.equal('message-address')
    expect(await code(data.database.tx((tx) => sendMessage(tx, held.id, actor, { address: 'a\r\nb@c' })))).to.equal(
      'message-address',
    )
  })

  it('is a problem when its job was given up, and can be tried again then', async () => {
    const { id } = await queued(data.database, anOverdue())
    await data.database.pool.query("update jobs set failed_at = now(), last_error = 'its worker ended without a word'")
    await data.database.pool.query(
      "insert into jobs (kind, payload, failed_at, last_error) values ('import.load', '{}', now(), 'broken')",
    )
    const troubles = await listTroubles(data.database.db)
    expect(troubles.map(({ what, reason }) => [what, reason])).to.have.deep.members([
      ['message', 'its worker ended without a word'],
      ['job', 'broken'],
    ])
    expect(await countTroubles(data.database.db)).to.deep.equal({ messages: 1, jobs: 1 })
    const job = troubles.find(({ what }) => what === 'job')!
    await data.database.tx((tx) => actOnTrouble(tx, job, 'retry', actor, now))
    const again = await data.database
      .tx((tx) => actOnTrouble(tx, job, 'dismiss', actor, now))
      .catch((error: Problem) => error)
    expect(again).to.be.instanceOf(Problem).with.property('code', 'not-found')
    await data.database.pool.query('update jobs set failed_at = now()')
    await data.database.tx((tx) => actOnTrouble(tx, job, 'dismiss', actor, now))
    expect((await jobs()).map(({ kind }) => kind)).to.deep.equal(['message.send'])
    work()
    await data.database.tx((tx) => actOnTrouble(tx, { what: 'message', id }, 'retry', actor, now))
    await state(id)('sent')
    expect(await countTroubles(data.database.db)).to.deep.equal({ messages: 0, jobs: 0 })
  })

  it('is sent by one of two workers that both believe to have it', async () => {
    let reached = () => {}
    let goOn = () => {}
    const there = new Promise<void>((resolve) => (reached = resolve))
    // The first stops just before the letter is handed over, and is robbed of its job meanwhile.
    const meanwhile = () => {
      reached()
      return new Promise<void>((resolve) => (goOn = resolve))
    }
    server.whims.push({ at: 'rcpt', meanwhile } satisfies Whim)
    const { id } = await queued(data.database, anOverdue())
    work(server.url, { id: 'first', lease: 60_000 })
    await there
    await data.database.pool.query("update jobs set locked_until = now() - interval '1 second'")
    work(server.url, { id: 'second' })
    await state(id)('sent')
    goOn()
    await Promise.all(workers.splice(0).map((worker) => worker.close(5000)))
    expect(server.given).to.have.lengthOf(1)
    expect((await readMessageOf(data.database.db, id))!.state).to.equal('sent')
  })

  it('is known to be sent when the answer comes late to a worker that was thought dead', async () => {
    let reached = () => {}
    let goOn = () => {}
    const there = new Promise<void>((resolve) => (reached = resolve))
    server.whims.push({
      at: 'data',
      meanwhile: () => {
        reached()
        return new Promise<void>((resolve) => (goOn = resolve))
      },
    })
    const { id } = await queued(data.database, anOverdue())
    work(server.url, { id: 'first', lease: 60_000 })
    await there
    await data.database.pool.query("update jobs set locked_until = now() - interval '1 second'")
    work(server.url, { id: 'second' })
    await state(id)('unsure')
    goOn()
    await state(id)('sent')
    expect(server.taken).to.have.lengthOf(1)
  })
})
