import { expect } from 'chai'
import { addBib, addItem, bibHistory, changeBib, readBib, searchCatalogue } from '../../../src/catalogue/index.ts'
import { wordsOf } from '../html.ts'
import { actor, addLists, anItem } from '../our-catalogue.ts'
import { type SignedIn, signIn } from '../people.ts'
import type { Site } from '../site.ts'
import { openSiteWith, theirBook } from './cataloguers.ts'

describe('The history of a record', () => {
  let site: Site
  let cataloguer: SignedIn
  before(async () => {
    site = await openSiteWith([theirBook('u1', 'Solaris')])
    await addLists(site.database)
    cataloguer = await signIn(site, 'catalogue.edit', 'enquiry')
  })
  after(() => site.close())

  /** A record with three versions. */
  async function edited(): Promise<number> {
    const { id } = await addBib(
      site.database.db,
      { record: theirBook('1', 'First title'), flavour: 'marc21' },
      { actor, action: 'create' },
    )
    for (const [version, title] of [
      [1, 'Second title'],
      [2, 'Third title'],
    ] as const)
      await changeBib(
        site.database.db,
        id,
        version,
        { record: theirBook('1', title), flavour: 'marc21' },
        { actor, action: 'edit', reason: `because of <${version}>` },
      )
    return id
  }
  const page = async (path: string) => (await cataloguer.get(path)).text()
  const state = (id: number, to: string, version: number, reason = '') =>
    cataloguer.form(`/catalogue/${id}/state`, { to, version: String(version), reason })

  it('says who did what, when and why, and compares the last two', async () => {
    const id = await edited()
    const html = await page(`/catalogue/${id}/history`)
    const words = wordsOf(html)
    expect(words).to.contain('created by Test').and.to.contain('edited by Test')
    expect(html).to.contain('because of &lt;2>')
    expect(words).to.contain('From version 2 to version 3')
    expect(html).to.match(/<del>[\s\S]*Second title[\s\S]*<ins>[\s\S]*Third title/)
    const chosen = await page(`/catalogue/${id}/history?from=1&to=3`)
    expect(chosen).to.match(/<del>[\s\S]*First title[\s\S]*<ins>[\s\S]*Third title/)
  })

  it('says where a record was selected from', async () => {
    const list = await page('/search?q=Solaris&where=others&wait=1')
    const record = /href="(\/record\?[^"]+)"/.exec(list)![1]!.replaceAll('&amp;', '&')
    const selected = await cataloguer.form(record.replace('/record?', '/record/select?'))
    const id = Number(/\d+/.exec(selected.headers.get('location')!)![0])
    expect(wordsOf(await page(`/catalogue/${id}/history`)))
      .to.contain('selected by')
      .and.to.match(/from Upstream Library , fetched 20\d\d/)
  })

  it('restores any version as a new one, unless somebody was quicker', async () => {
    const id = await edited()
    const restore = (version: number, expected: number) =>
      cataloguer.form(`/catalogue/${id}/restore`, { version: String(version), expected: String(expected) })
    expect((await restore(1, 2)).status).to.equal(409)
    expect((await restore(1, 3)).headers.get('location')).to.equal(`/catalogue/${id}/history?notice=restored`)
    const bib = (await readBib(site.database.db, id))!
    expect(bib).to.include({ version: 4, action: 'restore', reason: 'version 1' })
    expect(bib.record.fields[3]![3]).to.equal('First title')
    expect((await restore(77, 4)).status).to.equal(404)
  })

  it('suppresses a record and shows it again, with a reason', async () => {
    const id = await edited()
    expect(wordsOf(await page(`/catalogue/${id}/state?to=suppressed`))).to.contain('Suppress this record?')
    expect((await state(id, 'suppressed', 3, 'being checked')).headers.get('location')).to.equal(
      `/catalogue/${id}?notice=suppressed`,
    )
    expect((await site.get(`/catalogue/${id}`)).status).to.equal(404)
    expect(wordsOf(await page(`/catalogue/${id}`))).to.contain('Show to readers')
    expect((await bibHistory(site.database.db, id))[0]).to.include({ action: 'suppress', reason: 'being checked' })
    await state(id, 'active', 4)
    expect((await site.get(`/catalogue/${id}`)).status).to.equal(200)
  })

  it('deletes a record, which can be restored from its history', async () => {
    const id = await edited()
    expect((await state(id, 'deleted', 3, 'a mistake')).headers.get('location')).to.equal(
      `/catalogue/${id}/history?notice=deleted`,
    )
    expect((await cataloguer.get(`/catalogue/${id}`)).status).to.equal(404)
    expect((await cataloguer.get(`/catalogue/${id}/edit`)).status).to.equal(404)
    const words = wordsOf(await page(`/catalogue/${id}/history`))
    expect(words).to.contain('This record is deleted').and.to.contain('a mistake')
    await cataloguer.form(`/catalogue/${id}/restore`, { version: '3', expected: '4' })
    expect((await site.get(`/catalogue/${id}`)).status).to.equal(200)
    const found = await searchCatalogue(site.database.db, { query: { title: 'Third title' }, sort: 'newest', size: 50 })
    expect(found.hits.map((hit) => hit.id)).to.include(id)
  })

  it('says what stands in the way, and does nothing', async () => {
    const id = await edited()
    await addItem(site.database.db, id, { ...anItem, accessionNo: `I-${id}` }, actor)
    const refused = await state(id, 'deleted', 3, 'my reason')
    expect(refused.status).to.equal(409)
    const html = await refused.text()
    expect(wordsOf(html)).to.contain('remove them first')
    expect(html).to.contain('value="my reason"')
    const stale = await state(id, 'suppressed', 2)
    expect(stale.status).to.equal(409)
    expect(wordsOf(await stale.text())).to.contain('was changed meanwhile')
    expect((await state(id, 'nonsense', 3)).status).to.equal(400)
    expect((await readBib(site.database.db, id))!.version).to.equal(3)
  })

  it('is for cataloguers', async () => {
    const id = await edited()
    const reader = await signIn(site, 'enquiry')
    for (const path of ['history', 'state?to=deleted', 'edit'])
      expect((await reader.get(`/catalogue/${id}/${path}`)).status, path).to.equal(403)
    expect((await reader.form(`/catalogue/${id}/state`, { to: 'deleted', version: '3' })).status).to.equal(403)
    expect((await reader.form(`/catalogue/${id}/restore`, { version: '1', expected: '3' })).status).to.equal(403)
    expect((await cataloguer.get('/catalogue/424242/history')).status).to.equal(404)
  })
})
