import { expect } from 'chai'
import { addLender, findLender } from '../../src/ill/index.ts'
import { lender } from '../ill/lenders/lender.ts'
import { linksOf, wordsOf } from './html.ts'
import { actor } from './our-catalogue.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

describe('A table of lenders on its pages', () => {
  let site: Site
  let admin: SignedIn
  before(async () => {
    site = await openSite([])
    admin = await signIn(site, 'admin')
  })
  after(() => site?.close())

  const send = (content: string | Uint8Array, who = admin, csrf = who.csrf) => {
    const form = new FormData()
    form.append('file', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), 'lenders.csv')
    return who.get(`/admin/lenders/import?csrf=${csrf}`, { method: 'POST', body: form })
  }
  const words = async (path: string) => wordsOf(await (await admin.get(path)).text())
  async function check(content: string) {
    const answer = await send(content)
    const path = answer.headers.get('location')!
    expect([answer.status, path.startsWith('/admin/lenders/import/')]).to.deep.equal([303, true])
    return { path, words: await words(path) }
  }
  const find = (symbol: string) => findLender(site.database.db, symbol)

  it('is looked at before anything is stored, then stored once', async () => {
    expect(linksOf(await (await admin.get('/admin/lenders')).text())).to.include('/admin/lenders/import')
    const { path, words: shown } = await check(
      'symbol;name;email\nDE-12;Staatsbibliothek;ill@bsb.example\nDE-1;Berlin;\n',
    )
    expect(shown).to.contain('Nothing is stored yet. It would add 2 lenders.')
    expect(shown).to.contain('Staatsbibliothek ISIL:DE-12')
    expect(await find('DE-12')).to.equal(undefined)
    const stored = await admin.form(path)
    expect(stored.headers.get('location')).to.equal('/admin/lenders?saved=table&new=2&changed=0')
    expect(await words(stored.headers.get('location')!)).to.contain('2 lenders added, 0 changed')
    expect(await find('DE-12')).to.include({ email: 'ill@bsb.example', protocol: 'email' })
    const trail = await site.database.db.selectFrom('audit').select(['action', 'actor_name']).execute()
    expect(trail.filter(({ action }) => action === 'lender.add')).to.deep.equal([
      { action: 'lender.add', actor_name: admin.name },
      { action: 'lender.add', actor_name: admin.name },
    ])
    // Pressed again: it is gone, and says so.
    const again = await admin.form(path)
    expect([again.status, wordsOf(await again.text()).includes('Send it again')]).to.deep.equal([404, true])

    const second = await check('symbol,name,place\nde-12,Staatsbibliothek,München\nDE-1,Berlin,\n')
    expect(second.words).to.contain('It would change 1 lender. 1 lender is as the table says.')
    expect(second.words).to.match(/What changes .*Staatsbibliothek ISIL:DE-12 place/)
    await admin.form(second.path)
    expect(await find('DE-12')).to.include({ place: 'München' })
    expect((await check('symbol,name\nDE-1,Berlin\n')).words).to.contain('there is nothing to store')
  })

  it('says of each row and column what is wrong, and stores nothing of it', async () => {
    const table =
      'symbol,name,email,lends,colour\nGB-Ok,Fine,,yes,\nGB-No,Wrong,nobody,perhaps,\nGB-Ok,Twice,,,\nGB-Yes,,nobody,,\n'
    const unknown = await check(table)
    expect(unknown.words).to.match(/1 colour There is no such column\. There are: symbol, name/)
    const { path, words: shown } = await check(table.replace(',colour', '').replaceAll(/,\n/g, '\n'))
    expect(shown).to.contain('Nothing can be stored: 4 things are wrong')
    expect(shown).to.match(/3 lends Say yes or no/)
    expect(shown).to.match(/4 symbol Line 2 has the same symbol/)
    expect(shown)
      .to.match(/5 name /)
      .and.match(/5 email /)
    expect(shown).not.to.contain('Store it')
    // Sent all the same.
    expect((await admin.form(path)).headers.get('location')).to.equal(path)
    expect(await find('GB-Ok')).to.equal(undefined)
    expect((await check('')).words).to.contain('There is nothing in this file')
    expect((await check('\0\u0001<html>')).words).to.contain('must name the columns, one of them symbol')
  })

  it('is downloaded whole and empty, with nothing for spreadsheets to calculate', async () => {
    const fields = { symbol: 'XX-Evil', name: '=HYPERLINK("http://evil.example")', notes: '@SUM(A1)' }
    await site.database.tx((tx) => addLender(tx, lender(fields), actor))
    const file = await admin.get('/admin/lenders/file')
    expect(file.headers.get('content-disposition')).to.match(/attachment; filename="?lenders-\d{4}-\d\d-\d\d\.csv/)
    const text = await file.text()
    expect(text).to.contain(`"'=HYPERLINK(""http://evil.example"")"`).and.contain(`'@SUM(A1)`)
    // It says what is known: taken in again, it changes nothing.
    expect((await check(text)).words).to.contain('there is nothing to store')
    const sample = await (await admin.get('/admin/lenders/sample')).text()
    expect(sample.trim().split('\n')).to.have.length(1)
    expect(sample).to.match(/^\ufeff?"?symbol/)
    expect((await check(`${sample}XX-New,New\n`)).words).to.contain('It would add 1 lender')
  })

  it('is taken from administrators and our own form alone', async () => {
    const staff = await signIn(site, 'requests')
    expect((await send('symbol,name\nXX-1,One\n', staff)).status).to.equal(403)
    expect((await staff.get('/admin/lenders/file')).status).to.equal(403)
    expect((await send('symbol,name\nXX-1,One\n', admin, 'wrong')).status).to.equal(403)
    const none = await admin.get(`/admin/lenders/import?csrf=${admin.csrf}`, { method: 'POST', body: new FormData() })
    expect([none.status, wordsOf(await none.text()).includes('Choose a file first')]).to.deep.equal([422, true])
    const large = await send(new Uint8Array(9 * 1024 * 1024).fill(0x41))
    expect([large.status, wordsOf(await large.text()).includes('more than 8 megabytes')]).to.deep.equal([422, true])
  })

  it('is kept for a day', async () => {
    const { path } = await check('symbol,name\nXX-Old,Old\n')
    await site.database.db
      .updateTable('lender_uploads')
      .set({ sent_at: new Date(0) })
      .execute()
    await check('symbol,name\nXX-Newer,Newer\n')
    expect((await admin.get(path)).status).to.equal(404)
  })
})
