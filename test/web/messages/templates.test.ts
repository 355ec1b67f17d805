import { expect } from 'chai'
import { presetsOf, queueMessage, readMessageOf, templateFor } from '../../../src/messages/index.ts'
import { anOverdue } from '../../messages/sending.ts'
import { wordsOf } from '../html.ts'
import { type SignedIn, signIn } from '../people.ts'
import { openSite, type Site } from '../site.ts'

describe('Pages of templates', () => {
  let site: Site
  let admin: SignedIn
  before(async () => {
    site = await openSite([])
    admin = await signIn(site, 'admin')
  })
  after(() => site.close())
  const address = '/admin/templates/overdue/en'
  const words = async (path: string) => wordsOf(await (await admin.get(path)).text())
  const right = { subject: 'Late: {title}', text: 'Dear {patronName}\n\n{note}', html: '', seen: '0', act: 'save' }

  it('list every kind of message, and are found from Administration', async () => {
    expect(await words('/admin'))
      .to.include('Message templates')
      .and.include('Preset notes')
      .and.include('Outbox')
    expect(await words('/admin/templates'))
      .to.include('Request to a lender')
      .and.include('Overdue')
      .and.include('as it comes')
    for (const wrong of [
      '/admin/templates/elephant/en',
      '/admin/templates/overdue/english',
      '/admin/templates/constructor/en',
    ])
      expect((await admin.get(wrong)).status, wrong).to.equal(400)
  })

  it('show a template with a preview and its fields', async () => {
    const page = await words(address)
    expect(page).to.include('{daysLate, plural').and.include('days since it was due')
    expect(page).to.include('This was due on 12 June 2026, 3 days ago.').and.include('As it comes with Farshelf')
    expect((await admin.get(`${address}?version=7`)).status).to.equal(404)
  })

  it('name the line and what is wrong, keep what was typed, and save nothing', async () => {
    const wrong = await admin.form(address, {
      ...right,
      text: 'Dear {patronName}\n\n{titel} {author}',
      html: '<p>\n<script></script></p>',
    })
    expect(wrong.status).to.equal(422)
    const html = await wrong.text()
    expect(wordsOf(html)).to.include('Text, line 3 : there is no field {titel}').and.include('HTML, line 2 :')
    expect(html).to.include('&lt;script> cannot be used').and.not.include('<script></script>')
    expect(html).to.include('{titel} {author}').and.include('href="#text"')
    expect((await templateFor(site.database.db, 'overdue', 'en')).version).to.equal(0)
  })

  it('save a new version, keep the others, and notice that somebody else saved one', async () => {
    const saved = await admin.form(address, right)
    expect(saved.headers.get('location')).to.equal(`${address}?saved=1`)
    expect(await words(`${address}?saved=1`))
      .to.include('Saved as version 1')
      .and.include('Version 1')
    const late = await admin.form(address, { ...right, subject: 'Mine' })
    expect(late.status).to.equal(409)
    const html = await late.text()
    expect(wordsOf(html)).to.include('changed meanwhile')
    expect(html).to.include('value="Mine"').and.include('name="seen" value="1"')
    expect((await admin.form(address, { ...right, subject: 'Mine', seen: '1' })).status).to.equal(303)
    expect(await words(`${address}?version=1`)).to.include('Dear Edda Marlowe')
    expect(await words(`${address}?version=0`)).to.include('This was due on 12 June 2026')
    expect((await templateFor(site.database.db, 'overdue', 'en')).subject).to.equal('Mine')
  })

  it('preview what is typed, with samples and with what a message was filled in with', async () => {
    const fields = { ...anOverdue().fields, title: 'A real <b>title</b>', note: 'Bring it' }
    const { id } = await site.database.tx((tx) => queueMessage(tx, anOverdue({ fields })))
    const typed = { ...right, subject: 'S {title}', html: '<p>H {title}</p>', act: 'preview' }
    expect(wordsOf(await (await admin.form(address, typed)).text())).to.include('S The left hand of darkness')
    const real = await admin.form(address, { ...typed, data: String(id) })
    const html = await real.text()
    expect(html).to.include('S A real &lt;b>title')
    expect(html).to.match(/<iframe[^>]*sandbox(="")? srcdoc="[^"]*A real &amp;lt;b&amp;gt;title/)
    expect(html).to.not.include('<b>title')
    expect((await templateFor(site.database.db, 'overdue', 'en')).subject).to.equal('Mine')
  })

  it('send a test through the outbox', async () => {
    const test = await admin.form(address, { ...right, act: 'test', address: 'alma@library.example' })
    expect(wordsOf(await test.text())).to.include('A test is on its way to alma@library.example')
    const row = await site.database.db
      .selectFrom('messages')
      .select('id')
      .where('subject', 'like', '[Test]%')
      .executeTakeFirstOrThrow()
    expect(await readMessageOf(site.database.db, row.id)).to.deep.include({
      state: 'queued',
      subject: '[Test] Late: The left hand of darkness',
      to: { name: admin.name, address: 'alma@library.example' },
    })
    expect((await admin.form(address, { ...right, act: 'test', address: 'nobody' })).status).to.equal(422)
  })

  it('begin another language from the nearest one', async () => {
    const german = '/admin/templates/overdue/de'
    expect(await words(german))
      .to.include('There is none in German yet')
      .and.include('Overdue German')
    expect((await admin.form(german, { ...right, text: 'Hallo {patronName}' })).status).to.equal(303)
    expect((await templateFor(site.database.db, 'overdue', 'de-AT')).text).to.equal('Hallo {patronName}')
    expect(await words('/admin/templates')).to.include('German version 1')
  })
})

describe('Pages of preset notes', () => {
  let site: Site
  let admin: SignedIn
  before(async () => {
    site = await openSite([])
    admin = await signIn(site, 'admin')
  })
  after(() => site.close())
  const address = '/admin/notes/recalled'
  const notes = () => presetsOf(site.database.db, 'recalled', { all: true })
  const add = (label: string, text: string) => admin.form(`${address}/add`, { label, text })

  it('list what has notes', async () => {
    expect(wordsOf(await (await admin.get('/admin/notes')).text()))
      .to.include('In Process')
      .and.include('2 notes')
    expect((await admin.get('/admin/notes/elephant')).status).to.equal(400)
  })

  it('add notes, and say what is wrong with one', async () => {
    expect((await add('Others wait', 'Others wait for {title}.')).status).to.equal(303)
    expect((await add('Lender asks', 'The lender asks for it.')).status).to.equal(303)
    const odd = await add('', 'x\n{foo}')
    expect(odd.status).to.equal(400)
    const wrong = await add('Odd', 'x\n{foo}')
    expect(wrong.status).to.equal(422)
    expect(wordsOf(await wrong.text())).to.include('Line 2: there is no field {foo}')
    expect((await notes()).map(({ label }) => label)).to.deep.equal(['Others wait', 'Lender asks'])
  })

  it('change, order and take off offer in one form', async () => {
    const [a, b] = await notes()
    const rows = {
      id: [String(a!.id), String(b!.id)],
      label: ['A', 'B'],
      text: ['one', 'two\nlines'],
      active: [String(b!.id)],
    }
    expect((await admin.form(address, { ...rows, move: `down:${a!.id}` })).status).to.equal(303)
    expect((await notes()).map(({ label, text, active }) => [label, text, active])).to.deep.equal([
      ['B', 'two\nlines', true],
      ['A', 'one', false],
    ])
    const wrong = await admin.form(address, { ...rows, text: ['one', 'x {foo}'] })
    expect(wrong.status).to.equal(422)
    expect(wordsOf(await wrong.text()))
      .to.include('“B”, line 1')
      .and.include('x {foo}')
    expect((await notes()).map(({ text }) => text)).to.deep.equal(['two\nlines', 'one'])
  })

  it('remove one', async () => {
    const [first] = await notes()
    expect((await admin.form(`${address}/${first!.id}/remove`)).status).to.equal(303)
    expect((await admin.form(`${address}/${first!.id}/remove`)).status).to.equal(404)
    expect(await notes()).to.have.lengthOf(1)
  })
})
