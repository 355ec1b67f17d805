import { expect } from 'chai'
import { addItem } from '../../../src/catalogue/index.ts'
import { createLog, systemClock } from '../../../src/kit/index.ts'
import { createWorker, leave } from '../../../src/kit/jobs/index.ts'
import { createMailer, readMailServer } from '../../../src/kit/mail/index.ts'
import { countTroubles, messageHandlers, queueMessage } from '../../../src/messages/index.ts'
import { type MailServerForTests, openMailServer } from '../../mail-server.ts'
import { anOverdue, from } from '../../messages/sending.ts'
import { until } from '../../until.ts'
import { wordsOf } from '../html.ts'
import { actor, addBook } from '../our-catalogue.ts'
import { type SignedIn, signInWith } from '../people.ts'
import { useIllSite } from '../requests/ill-site.ts'

describe('Problems', () => {
  const house = useIllSite()
  let server: MailServerForTests
  before(async () => {
    server = await openMailServer()
  })
  after(() => server?.close())
  beforeEach(async () => {
    const { db } = house.site.database
    await db.deleteFrom('jobs').execute()
    await db.deleteFrom('messages').execute()
    server.taken.splice(0)
  })

  /** Carries jobs out and sends by the mail server, until something has come about. */
  async function work(done: () => Promise<boolean>): Promise<void> {
    const { database } = house.site
    const mailer = createMailer(readMailServer(server.url)!, from)
    const worker = createWorker({
      ...{ database, clock: systemClock, log: createLog('silent'), poll: 20, backOff: 1 },
      handlers: {
        ...house.ill.handlers(database),
        ...messageHandlers({ database, mailer, clock: systemClock }),
      },
    })
    try {
      await until(done)
    } finally {
      await worker.close()
    }
  }
  const troubles = () => countTroubles(house.site.database.db)
  const words = async (who: SignedIn = house.staff) => wordsOf(await (await who.get('/problems')).text())
  const retryIn = async () => /value="(retry:[a-z]+-\d+)"/.exec((await house.page('/problems')).text)![1]!
  const sent = async (id: number) => (await house.messages(id)).every(({ state }) => state === 'sent')
  const noJobs = async () =>
    (await house.site.database.db.selectFrom('jobs').select('id').where('kind', '=', 'workflow.effect').execute())
      .length === 0

  it('shows where a copy lies that could not be fetched, without what it is protected by', async () => {
    const { request, line } = await house.line('Out of Reach')
    const url = 'https://me:secret@lender.example/scans/1?t=2'
    const left = { key: 'copy:1', error: 'lender.example is not called', at: new Date() }
    await house.site.database.tx((tx) => leave(tx, 'ill.fetch-copy', { line: line.id, url }, left))
    const { text } = await house.page('/problems')
    expect(text).to.include('href="https://lender.example/scans/1?t=2"').and.include(`href="/requests/${request.id}"`)
    expect(text).not.to.include('secret')
    const item = await house.page(`/requests/${request.id}?tab=item`)
    expect(item.text).to.include('href="https://lender.example/scans/1?t=2"').and.include('could not be fetched')
    expect(item.text).not.to.include('secret')
  })

  it('shows a letter that the mail server refused; Retry sends it, once', async () => {
    const { request, line } = await house.line('Refused at First')
    server.whims.push({ at: 'rcpt', code: 550, text: 'no such mailbox' })
    await house.act(line.id, 'request', { transmit: true })
    await work(async () => (await troubles()).messages === 1)
    expect(await words())
      .to.contain('Refused at First')
      .and.to.contain('no such mailbox')
    const one = await retryIn()
    expect((await house.send('/problems', { one })).location).to.equal('/problems?done=retry&n=1')
    await work(() => sent(request.id))
    expect((await house.send('/problems', { one })).status).to.equal(409)
    await work(noJobs)
    expect(server.taken).to.have.length(1)
    expect(server.taken[0]!.to).to.contain(line.lender.email)
    expect(await words()).to.contain('There are no problems')
  })

  it('shows work that was given up; once its cause is mended Retry does it, once', async () => {
    const { db } = house.site.database
    const request = await house.place('Given Up at First')
    // As a template may be that was brought in from elsewhere: pages let none like it be saved.
    await db
      .insertInto('message_templates')
      .values({
        ...{ kind: 'request-in-process', language: 'en', version: 1, subject: 'Broken', text: 'Dear {patronName' },
        ...{ html: null, changed_by: null, changed_by_name: 'Test' },
      })
      .execute()
    await house.act(request.id, 'inProcess', { notify: true })
    await work(async () => (await troubles()).jobs === 1)
    expect(await words()).to.contain('What follows from an action')
    expect(await house.messages(request.id)).to.deep.equal([])
    await db.deleteFrom('message_templates').execute()
    const one = await retryIn()
    expect((await house.send('/problems', { one })).location).to.equal('/problems?done=retry&n=1')
    await work(async () => (await house.messages(request.id)).length > 0 && (await sent(request.id)))
    expect((await house.send('/problems', { one })).status).to.equal(409)
    expect(server.taken).to.have.length(1)
    expect(server.taken[0]!.parts['text/plain']).to.contain('Given Up at First')
    expect(await troubles()).to.deep.equal({ messages: 0, jobs: 0 })
  })

  it('are those of one’s branch for whoever works on requests of one branch', async () => {
    const { database } = house.site
    const theirs = await house.place('Picked Up at Riverside', { pickupBranch: 'riverside' })
    const others = await house.place('Picked Up at Main', { pickupBranch: 'main' })
    const bib = await addBook(database, { title: 'With an item' })
    const item = await database.tx((tx) =>
      addItem(
        tx,
        bib,
        {
          ...{ accessionNo: 'RV-1', branch: 'riverside', status: 'available', callNumber: '' },
          ...{ publicNote: '', staffNote: '' },
        },
        actor,
      ),
    )
    const held = (title: string, about: object) =>
      database.tx((tx) =>
        queueMessage(
          tx,
          anOverdue({ to: { name: 'Edda', address: '' }, fields: { ...anOverdue().fields, title }, about }),
        ),
      )
    const own = await held('Of ours', { requestId: theirs.id })
    const strange = await held('Of another branch', { requestId: others.id })
    await held('Of our item', { itemId: item.id })
    await held('Of nobody', {})
    await database.db
      .insertInto('jobs')
      .values({ kind: 'import.check', payload: '{}' as never, failed_at: new Date(), last_error: 'Disk full' })
      .execute()
    const local = await signInWith(house.site, 'staff', [{ role: 'requests', branch: 'riverside' }])
    const seen = await words(local)
    expect(seen).to.contain('Of ours').and.to.contain('Of our item')
    expect(seen).not.to.match(/Of another branch|Of nobody|Disk full/)
    expect(await words())
      .to.match(/Of another branch/)
      .and.to.match(/Of nobody/)
      .and.to.match(/Disk full/)

    const api = async (path: string, init: RequestInit = {}) => await local.get(`/api/v1${path}`, init)
    const { messages, jobs, problems } = (await (await api('/problems')).json()) as Record<string, unknown>
    expect([messages, jobs, (problems as unknown[]).length]).to.deep.equal([2, 0, 2])
    const about = async (id: number) =>
      (await (await api(`/messages?requestId=${id}`)).json()) as { messages: unknown[] }
    expect((await about(theirs.id)).messages).to.have.length(1)
    expect((await about(others.id)).messages).to.have.length(0)

    expect((await local.get(`/messages/${own.id}`)).status).to.equal(200)
    expect((await local.get(`/messages/${strange.id}`)).status).to.equal(404)
    for (const path of ['send', 'told', 'dismiss'])
      expect((await local.form(`/messages/${strange.id}/${path}`, { address: 'a@b.example' })).status, path).to.equal(
        404,
      )
    expect((await local.form('/problems', { one: `dismiss:message-${strange.id}` })).status).to.equal(409)
    expect((await troubles()).messages).to.equal(4)
    expect((await local.form('/problems', { one: `dismiss:message-${own.id}` })).status).to.equal(303)
    expect((await troubles()).messages).to.equal(3)
  })
})
