import { expect } from 'chai'
import { type NewMessage, queueMessage, readMessageOf } from '../../../src/messages/index.ts'
import { anOverdue, from } from '../../messages/sending.ts'
import { wordsOf } from '../html.ts'
import { type SignedIn, signIn } from '../people.ts'
import { openSite, type Site } from '../site.ts'

describe('The outbox', () => {
  let site: Site
  let admin: SignedIn
  let staff: SignedIn
  before(async () => {
    site = await openSite([])
    admin = await signIn(site, 'admin', 'requests')
    staff = await signIn(site, 'requests')
  })
  after(() => site.close())

  const add = async (state: string, more: Partial<NewMessage<'overdue'>> = {}) => {
    const { id } = await site.database.tx((tx) => queueMessage(tx, anOverdue(more)))
    await site.database.pool.query('update messages set state = $1 where id = $2', [state, id])
    await site.database.db.deleteFrom('jobs').execute()
    return id
  }
  const words = async (who: SignedIn, path: string) => wordsOf(await (await who.get(path)).text())

  it('says that messages are kept where no mail server is configured, and is silent where one is', async () => {
    expect(await words(admin, '/admin/outbox'))
      .to.include('No message has been written yet')
      .and.include('FARSHELF_SMTP')
    const sends = await openSite([], { mail: { from } })
    const other = await signIn(sends, 'admin')
    expect(await words(other, '/admin/outbox')).to.not.include('FARSHELF_SMTP')
    await sends.close()
  })

  it('lists every message, the newest first, by state, a page at a time', async () => {
    const ids = []
    for (let n = 0; n < 53; n++)
      ids.push(await add(n % 2 ? 'kept' : 'sent', { fields: { ...anOverdue().fields, title: `No ${n}.` } }))
    const first = await words(admin, '/admin/outbox')
    expect(first).to.include('No 52.').and.include('No 3.').and.include('Older').and.not.include('No 2. ')
    expect(first).to.include('Kept: no mail server (26)')
    const rest = await words(admin, `/admin/outbox?before=${ids[3]}`)
    expect(rest).to.include('No 2.').and.not.include('No 3.').and.not.include('Older')
    const kept = await words(admin, '/admin/outbox?state=kept')
    expect(kept).to.include('No 51.').and.not.include('No 52.')
    expect((await admin.get('/admin/outbox?state=elephants')).status).to.equal(400)
  })

  it('is for administrators; a message is for whoever works on requests', async () => {
    const id = await add('kept', { about: { requestId: 12 } })
    expect((await staff.get('/admin/outbox')).status).to.equal(403)
    const page = await words(staff, `/messages/${id}`)
    expect(page)
      .to.include('[ILL R-000012] Overdue: Öl!')
      .and.include('Dear Edda Marlowe')
      .and.include('edda@readers.example')
    expect(page).to.include('R-000012, message 1')
    expect((await staff.get('/messages/999999')).status).to.equal(404)
    const cataloguer = await signIn(site, 'catalogue.edit')
    expect((await cataloguer.get(`/messages/${id}`)).status).to.equal(403)
  })

  it('lets a kept message be copied, and marked as sent by other means', async () => {
    const id = await add('kept')
    const html = await (await staff.get(`/messages/${id}`)).text()
    expect(/<textarea[^>]* readonly[^>]*>/.test(html)).to.equal(true)
    const told = await staff.form(`/messages/${id}/told`)
    expect(told.headers.get('location')).to.equal(`/messages/${id}?done=told`)
    expect(await words(staff, `/messages/${id}?done=told`))
      .to.include('Sent by other means')
      .and.include(`by ${staff.name}`)
    expect((await staff.form(`/messages/${id}/told`)).status).to.equal(409)
    expect(await words(staff, `/messages/${id}`)).to.not.include('What now?')
  })

  it('sends a message to the address in the form, and says what is wrong with one beside it', async () => {
    const id = await add('failed')
    const wrong = await staff.form(`/messages/${id}/send`, { address: 'nowhere' })
    expect(wrong.status).to.equal(422)
    const html = await wrong.text()
    expect(wordsOf(html)).to.include('This is no e-mail address.')
    expect(html).to.include('value="nowhere"')
    expect((await staff.form(`/messages/${id}/send`, { address: 'new@readers.example' })).status).to.equal(303)
    expect(await readMessageOf(site.database.db, id)).to.deep.include({
      state: 'queued',
      to: { name: 'Edda Marlowe', address: 'new@readers.example' },
    })
    expect(await words(staff, `/messages/${id}?done=send`)).to.include('It is on its way.')
  })

  it('shows what is in a message as text, whatever it is', async () => {
    const nasty = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    const id = await add('failed', {
      to: { name: nasty, address: 'a@b.example' },
      fields: { ...anOverdue().fields, title: nasty, note: `</textarea>${nasty}` },
    })
    await site.database.pool.query('update messages set reason = $1 where id = $2', [nasty, id])
    for (const path of [`/messages/${id}`, '/admin/outbox', '/problems']) {
      const html = await (await admin.get(path)).text()
      expect(html, path).to.include('&lt;script').and.not.include('<script>alert').and.not.include('<img src=x')
    }
  })
})

describe('The problems', () => {
  let site: Site
  let staff: SignedIn
  before(async () => {
    site = await openSite([])
    staff = await signIn(site, 'requests')
  })
  after(() => site.close())
  afterEach(async () => {
    await site.database.db.deleteFrom('jobs').execute()
    await site.database.db.deleteFrom('messages').execute()
  })

  const fail = async (reason: string, more: Partial<NewMessage<'overdue'>> = {}) => {
    const { id } = await site.database.tx((tx) => queueMessage(tx, anOverdue(more)))
    await site.database.pool.query("update messages set state = 'failed', reason = $1 where id = $2", [reason, id])
    await site.database.db.deleteFrom('jobs').execute()
    return id
  }
  const giveUp = async () => {
    const { rows } = await site.database.pool.query<{ id: number }>(
      "insert into jobs (kind, payload, failed_at, last_error) values ('import.load', '{}', now(), 'the disk is full') returning id",
    )
    return Number(rows[0]!.id)
  }
  const page = async () => wordsOf(await (await staff.get('/problems')).text())

  it('are shown with what failed, why, and what can be done', async () => {
    expect(await page()).to.include('There are no problems.')
    await fail('550 no such reader', { about: { requestId: 4 } })
    const job = await giveUp()
    const words = await page()
    expect(words).to.include('[ILL R-000004] Overdue: Öl!').and.include('550 no such reader').and.include('Not sent')
    expect(words).to.include(`Loading a file (job ${job})`).and.include('the disk is full')
    const other = await signIn(site, 'catalogue.edit')
    expect((await other.get('/problems')).status).to.equal(403)
  })

  it('are tried again or dismissed, one or as many as are ticked', async () => {
    const [a, b, c] = [await fail('x'), await fail('y'), await fail('z')]
    const job = await giveUp()
    const one = await staff.form('/problems', { one: `dismiss:message-${a}` })
    expect(one.headers.get('location')).to.equal('/problems?done=dismiss&n=1')
    const ticked = await staff.form('/problems', { which: [`message-${b}`, `job-${job}`], act: 'retry' })
    expect(ticked.headers.get('location')).to.equal('/problems?done=retry&n=2')
    expect(wordsOf(await (await staff.get('/problems?done=retry&n=2')).text())).to.include(
      '2 problems will be tried again.',
    )
    expect((await readMessageOf(site.database.db, b))!.state).to.equal('queued')
    const jobs = await site.database.db.selectFrom('jobs').select(['key', 'failed_at']).orderBy('id').execute()
    expect(jobs).to.deep.equal([
      { key: null, failed_at: null },
      { key: `message:${b}`, failed_at: null },
    ])
    const left = await page()
    expect(left).to.include(' z ').and.not.include(' x ').and.not.include(' y ')
    expect((await readMessageOf(site.database.db, c))!.state).to.equal('failed')
  })

  it('that cannot be tried again are said, and the others are', async () => {
    const [lost, good] = [await fail('x', { to: { name: 'Edda', address: '' } }), await fail('y')]
    const some = await staff.form('/problems', { which: [`message-${lost}`, `message-${good}`], act: 'retry' })
    expect(some.status).to.equal(409)
    const words = wordsOf(await some.text())
    expect(words).to.include('1 problem will be tried again.').and.include('which is no e-mail address')
    expect((await readMessageOf(site.database.db, good))!.state).to.equal('queued')
    expect((await staff.form('/problems', { act: 'retry' })).status).to.equal(400)
    expect((await staff.form('/problems', { one: 'retry:elephant-1' })).status).to.equal(400)
  })

  it('are there for programs, which retry and dismiss them too', async () => {
    const id = await fail('550 no', { about: { requestId: 9 } })
    const job = await giveUp()
    const read = async () =>
      (await (await staff.call('GET', '/api/v1/problems')).json()) as {
        messages: number
        jobs: number
        problems: { id: string; reason: string; message?: { subject: string } }[]
      }
    const all = await read()
    expect([all.messages, all.jobs]).to.deep.equal([1, 1])
    expect(all.problems.map((one) => [one.id, one.reason])).to.have.deep.members([
      [`message-${id}`, '550 no'],
      [`job-${job}`, 'the disk is full'],
    ])
    const call = (path: string, body = {}) => staff.call('POST', `/api/v1/problems/${path}`, body)
    expect((await call(`message-${id}/retry`, { address: 'x' })).status).to.equal(422)
    expect((await call(`message-${id}/retry`, { address: 'new@readers.example' })).status).to.equal(204)
    expect((await call(`message-${id}/retry`)).status).to.equal(409)
    expect((await call(`job-${job}/retry`, { address: 'a@b.example' })).status).to.equal(400)
    expect((await call(`job-${job}/dismiss`)).status).to.equal(204)
    expect((await call(`job-${job}/dismiss`)).status).to.equal(404)
    expect((await call('x/dismiss')).status).to.equal(400)
    expect((await read()).problems).to.deep.equal([])
    const about = await staff.call('GET', '/api/v1/messages?requestId=9')
    const { messages } = (await about.json()) as { messages: { state: string; to: { address: string } }[] }
    expect(messages.map(({ state, to }) => [state, to.address])).to.deep.equal([['queued', 'new@readers.example']])
    expect((await staff.call('GET', '/api/v1/messages')).status).to.equal(400)
  })
})
