import { expect } from 'chai'
import { bibHistory, readBib } from '../../../src/catalogue/index.ts'
import { editorText } from '../../../src/standards/marc/index.ts'
import { linksOf, wordsOf } from '../html.ts'
import { type SignedIn, signIn } from '../people.ts'
import type { Site } from '../site.ts'
import { openSiteWith, theirBook } from './cataloguers.ts'

describe('The form of a new record', () => {
  let site: Site
  let cataloguer: SignedIn
  before(async () => {
    site = await openSiteWith([theirBook('u1', 'Solaris')])
    cataloguer = await signIn(site, 'catalogue.edit')
  })
  after(() => site.close())

  const send = (fields: Record<string, string>) => cataloguer.form('/catalogue/new', fields)
  const idOf = (answer: Response) =>
    Number(/^\/catalogue\/(\d+)\?notice=created$/.exec(answer.headers.get('location') ?? '')?.[1])

  it('makes a brief record and leads to it', async () => {
    expect((await cataloguer.get('/catalogue/new')).status).to.equal(200)
    const answer = await send({
      title: 'The star diaries : memoirs',
      author: 'Stanisław Lem',
      year: '1976',
      publisher: 'Seabury',
      isbns: '0-306-40615-2 (pbk.)\r\n\r\n9783161484100',
      format: 'book',
      language: 'eng',
      notes: 'On order',
      subjects: 'Space\nHumour',
    })
    expect(answer.status).to.equal(303)
    const bib = (await readBib(site.database.db, idOf(answer)))!
    expect(bib).to.include({ level: 'brief', state: 'active', flavour: 'marc21' })
    const text = editorText(bib.record)
    expect(text).to.contain('100 1# $aLem, Stanisław\n245 14 $aThe star diaries :$bmemoirs\n')
    expect(text).to.contain('020 ## $a9780306406157$q(pbk.)\n020 ## $a9783161484100\n')
    expect(text).to.contain('653 ## $aSpace\n653 ## $aHumour\n')
    expect((await bibHistory(site.database.db, bib.id))[0]).to.include({ action: 'create' })
    expect(wordsOf(await (await cataloguer.get(`/catalogue/${bib.id}`)).text())).to.contain('The star diaries')
  })

  it('says beside each field what is wrong, and loses nothing that was typed', async () => {
    const answer = await send({
      title: ' ',
      author: 'A "quoted" <author>',
      year: '99',
      isbns: '9780306406158',
      issns: '1234-5678',
      format: 'map',
      language: 'xx',
      notes: 'Kept\nas typed',
    })
    expect(answer.status).to.equal(422)
    const html = await answer.text()
    expect(wordsOf(html)).to.contain('5 fields need another look')
    for (const id of ['title', 'year', 'isbns', 'issns', 'language']) {
      expect(html, id).to.contain(`id="${id}-wrong"`)
      expect(html, id).to.match(
        new RegExp(`id="${id}"[^>]*aria-describedby="[^"]*${id}-wrong[^"]*"[^>]*aria-invalid="true"`),
      )
    }
    expect(html).to.contain('value="A &quot;quoted&quot; &lt;author>"')
    expect(html).to.contain('Kept\nas typed</textarea>')
    expect(html).to.match(/<option (?:selected value="map"|value="map" selected)/)
  })

  it('shows what we may have already, and makes another one only when told', async () => {
    const fields = { title: 'Return from the stars', author: 'Lem, Stanisław', year: '1980' }
    const first = idOf(await send(fields))
    const again = await send(fields)
    expect(again.status).to.equal(409)
    const html = await again.text()
    expect(wordsOf(html)).to.contain('We may have this already')
    expect(linksOf(html)).to.include(`/catalogue/${first}`)
    expect(html).to.contain('value="Return from the stars"')
    const another = idOf(await send({ ...fields, anyway: '1' }))
    expect(another).to.be.greaterThan(first)
  })

  it('makes one record when the button is pressed twice', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => send({ title: 'Pressed twice by accident', author: 'Doe, Jo', year: '2001' })),
    )
    expect(answers.filter(({ status }) => status === 303)).to.have.length(1)
    expect(answers.filter(({ status }) => status === 409)).to.have.length(5)
  })

  it('takes odd values for what they are', async () => {
    const odd = await send({ title: 'Odd', format: '__proto__', authorKind: 'x', language: '' })
    expect(odd.status).to.equal(303)
    expect((await readBib(site.database.db, idOf(odd)))!.record.leader).to.contain('nam')
    expect((await send({ title: 'x'.repeat(2000) })).status).to.equal(422)
    expect((await (await signIn(site, 'enquiry')).form('/catalogue/new', { title: 'No' })).status).to.equal(403)
  })
})
