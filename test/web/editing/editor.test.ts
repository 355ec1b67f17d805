import { expect } from 'chai'
import { addBib, bibHistory, changeBib, readBib } from '../../../src/catalogue/index.ts'
import { editorText } from '../../../src/standards/marc/index.ts'
import { wordsOf } from '../html.ts'
import { actor } from '../our-catalogue.ts'
import { type SignedIn, signIn } from '../people.ts'
import type { Site } from '../site.ts'
import { openSiteWith, theirBook } from './cataloguers.ts'

/** What stands in the editor's text, as a browser would send it. */
const textIn = (html: string): string => {
  const shown = /<textarea[^>]*id="text"[^>]*>\n?([\s\S]*?)<\/textarea>/.exec(html)?.[1] ?? ''
  return shown.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}

describe('The MARC editor', () => {
  let site: Site
  let cataloguer: SignedIn
  before(async () => {
    site = await openSiteWith([theirBook('u1', 'Solaris')])
    cataloguer = await signIn(site, 'catalogue.edit')
  })
  after(() => site.close())

  const add = async (title = 'Solaris') =>
    (await addBib(site.database.db, { record: theirBook('9', title), flavour: 'marc21' }, { actor, action: 'create' }))
      .id
  const read = async (id: number) => (await readBib(site.database.db, id))!
  const open = async (id: number) => (await cataloguer.get(`/catalogue/${id}/edit`)).text()
  const send = (id: number, text: string, fields: Record<string, string> = {}) =>
    cataloguer.form(`/catalogue/${id}/edit`, { text, version: '1', act: 'save', ...fields })

  it('shows the record as text with its lines numbered, and saves what was changed', async () => {
    const id = await add()
    const html = await open(id)
    const { record } = await read(id)
    expect(textIn(html)).to.equal(editorText(record))
    expect(html.match(/<div class="lines"[\s\S]*?<\/div><\/div>/)?.[0].match(/<div/g)).to.have.length(
      record.fields.length + 3,
    )
    // A browser sends line ends as CR LF.
    const text = textIn(html).replace('Solaris', 'Solaris :$bpowieść').replaceAll('\n', '\r\n')
    const answer = await send(id, text, { reason: 'subtitle' })
    expect(answer.headers.get('location')).to.equal(`/catalogue/${id}?notice=saved`)
    expect((await read(id)).record.fields[3]).to.deep.equal(['245', '10', 'a', 'Solaris :', 'b', 'powieść'])
    const [latest] = await bibHistory(site.database.db, id)
    expect(latest).to.include({ version: 2, action: 'edit', reason: 'subtitle' })
    expect(latest?.changedBy.name).to.equal(cataloguer.name)
  })

  it('saves nothing where nothing was changed', async () => {
    const id = await add()
    const answer = await send(id, textIn(await open(id)))
    expect(answer.headers.get('location')).to.equal(`/catalogue/${id}?notice=unchanged`)
    expect((await read(id)).version).to.equal(1)
  })

  it('says line by line what is wrong, saves nothing, and keeps what was typed', async () => {
    const id = await add()
    const text = `${textIn(await open(id))}500 1$aNo indicators\n020 ## $a9780306406158\n"<script>alert(1)</script>`
    const answer = await send(id, text)
    expect(answer.status).to.equal(422)
    const html = await answer.text()
    expect(textIn(html)).to.equal(text)
    expect(wordsOf(html)).to.contain('2 errors to put right before it can be saved')
    expect(wordsOf(html)).to.contain('Line 9, character 4').and.to.contain('two indicators')
    expect(html).not.to.contain('<script>alert')
    expect((await read(id)).version).to.equal(1)
  })

  it('warns of what can be lived with, and saves it', async () => {
    const id = await add()
    const text = `${textIn(await open(id))}020 ## $a9780306406158\n`
    const preview = await send(id, text, { act: 'preview' })
    expect(preview.status).to.equal(200)
    const words = wordsOf(await preview.text())
    expect(words).to.contain('1 warning').and.to.contain('The check digit of this ISBN is wrong')
    expect((await send(id, text)).headers.get('location')).to.contain('notice=saved')
  })

  it('shows a preview with what will have changed, and saves nothing', async () => {
    const id = await add()
    const text = textIn(await open(id)).replace('$aSolaris', '$aSolaris seen')
    const html = await (await send(id, text, { act: 'preview' })).text()
    expect(wordsOf(html)).to.contain('Preview: not saved yet').and.to.contain('Solaris seen')
    expect(html).to.match(/<del>[\s\S]*Solaris[\s\S]*<\/del>[\s\S]*<ins>[\s\S]*Solaris seen/)
    expect(html.match(/<h1/g)).to.have.length(1)
    expect(textIn(html)).to.equal(text)
    expect((await read(id)).version).to.equal(1)
  })

  it('loses neither change when two edit at once', async () => {
    const id = await add()
    const mine = textIn(await open(id)).replace('MON', 'Mine')
    const theirs = await read(id)
    theirs.record.fields.push(['700', '1 ', 'a', 'Theirs, Tom'])
    const other = { name: 'Tom', via: 'web' } as const
    await site.database.tx((tx) =>
      changeBib(tx, id, 1, { record: theirs.record, flavour: 'marc21' }, { actor: other, action: 'edit' }),
    )
    const answer = await send(id, mine)
    expect(answer.status).to.equal(409)
    const html = await answer.text()
    const words = wordsOf(html)
    expect(words).to.contain('Somebody changed this record while you were editing').and.to.contain('Tom')
    expect(words).to.contain('Theirs, Tom').and.to.contain('Save mine over version 2')
    expect(textIn(html)).to.equal(mine)
    expect((await read(id)).version).to.equal(2)
    expect(html).to.contain('name="version" value="2"')
    expect((await send(id, mine, { version: '2' })).headers.get('location')).to.contain('notice=saved')
    expect((await read(id)).version).to.equal(3)
  })

  it('lets exactly one of many win', async () => {
    const id = await add()
    const text = textIn(await open(id))
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => send(id, text.replace('MON', `Publisher ${n}`))),
    )
    const codes = answers.map(({ status }) => status)
    expect(codes.filter((status) => status === 303)).to.have.length(1)
    expect(codes.filter((status) => status === 409)).to.have.length(7)
    expect((await read(id)).version).to.equal(2)
  })

  it('keeps UNIMARC as UNIMARC', async () => {
    const record = theirBook('1', 'x')
    record.leader = '00000nam0 2200000   450 '
    record.fields = [
      ['100', '  ', 'a', '20010203d2001    u  y0frey50      ba'],
      ['200', '1 ', 'a', 'Eden'],
    ]
    const { id } = await addBib(site.database.db, { record, flavour: 'unimarc' }, { actor, action: 'create' })
    const html = await open(id)
    expect(wordsOf(html)).to.contain('UNIMARC').and.to.contain('Nothing is wrong with it.')
    await send(id, textIn(html).replace('$aEden', '$aEden$fLem'))
    expect(await read(id)).to.include({ flavour: 'unimarc', version: 2 })
  })

  it('is for cataloguers, and for records there are', async () => {
    const id = await add()
    const reader = await signIn(site, 'enquiry')
    expect((await reader.get(`/catalogue/${id}/edit`)).status).to.equal(403)
    expect((await reader.form(`/catalogue/${id}/edit`, { text: 'x', version: '1' })).status).to.equal(403)
    expect((await site.get(`/catalogue/${id}/edit`, { redirect: 'manual' })).status).to.equal(303)
    expect((await cataloguer.get('/catalogue/999999/edit')).status).to.equal(404)
    expect((await send(id, 'x', { version: '0' })).status).to.equal(400)
  })

  it('takes a text of any size and says when it is too long', async () => {
    const id = await add()
    const answer = await send(id, `${textIn(await open(id))}500 ## $a${'x'.repeat(1_000_000)}`)
    expect(answer.status).to.equal(422)
    expect(wordsOf(await answer.text())).to.contain('more than 1,000,000 characters')
  })
})
