import { expect } from 'chai'
import { addBib, readBib } from '../../../src/catalogue/index.ts'
import { linksOf, wordsOf } from '../html.ts'
import { actor } from '../our-catalogue.ts'
import { type SignedIn, signIn, visit } from '../people.ts'
import type { Site } from '../site.ts'
import { openSiteWith, spoiled, theirBook } from './cataloguers.ts'

describe('The Select Record button', () => {
  let site: Site
  let cataloguer: SignedIn
  const titles = ['Solaris', 'Eden', 'Niezwyciężony', 'Powrót z gwiazd', 'Głos Pana']

  before(async () => {
    site = await openSiteWith([
      ...titles.map((title, i) => theirBook(`u${i}`, title)),
      spoiled(theirBook('u9', 'Dzienniki gwiazdowe'), 'gwiaz'),
    ])
    cataloguer = await signIn(site, 'catalogue.edit', 'enquiry')
  })
  after(() => site.close())

  /** The address of a book's full display at the library. */
  async function recordOf(words: string, under = ''): Promise<string> {
    const list = await (
      await cataloguer.get(`${under}/search?q=${encodeURIComponent(words)}&where=others&wait=1`)
    ).text()
    const link = linksOf(list).find((address) => address.startsWith(`${under}/record?`))
    expect(link, list).not.to.equal(undefined)
    return link!
  }
  const selectAt = (record: string) => record.replace('/record?', '/record/select?')
  const bibOf = (answer: Response) => {
    expect(answer.status).to.equal(303)
    return Number(/^\/catalogue\/(\d+)\?notice=/.exec(answer.headers.get('location') ?? '')?.[1])
  }
  const press = (record: string, fields = {}) => cataloguer.form(selectAt(record), fields)

  it('stands on the full display and in Enquiry, for cataloguers alone', async () => {
    const record = await recordOf('Solaris')
    expect(wordsOf(await (await cataloguer.get(record)).text())).to.contain('Select Record')
    expect(await (await site.get(record)).text()).not.to.contain('Select Record')
    const reader = await signIn(site, 'enquiry')
    expect(await (await reader.get(record)).text()).not.to.contain('Select Record')
    const list = '/enquiry/search?q=Solaris&where=others&wait=1'
    expect(await (await cataloguer.get(list)).text()).to.contain('/enquiry/record/select?')
    expect(await (await reader.get(list)).text()).not.to.contain('/record/select')
  })

  it('takes the record in one press and leads to it, however often it is pressed', async () => {
    const record = await recordOf('Solaris')
    const first = await press(record)
    expect(first.headers.get('location')).to.match(/^\/catalogue\/\d+\?notice=created$/)
    const ours = await (await cataloguer.get(first.headers.get('location')!)).text()
    expect(wordsOf(ours)).to.contain('Added to our catalogue.').and.to.contain('Solaris')
    const presses = await Promise.all(Array.from({ length: 5 }, () => press(record)))
    for (const again of presses) expect(bibOf(again)).to.equal(bibOf(first))
    expect(bibOf(await press(await recordOf('Solaris', '/enquiry')))).to.equal(bibOf(first))
    const bib = await readBib(site.database.db, bibOf(first))
    expect(bib?.changedBy).to.deep.equal({ id: cataloguer.id, name: cataloguer.name })
    expect(bib?.record.fields.map(([tag]) => tag)).not.to.include('952')
    expect(wordsOf(await (await cataloguer.get(record)).text())).to.contain('See our record')
  })

  it('is refused to everybody else, and to forms that are not ours', async () => {
    const address = selectAt(await recordOf('Eden'))
    const { cookie, csrf } = await visit(site, '/search?q=nothing&where=others&wait=1')
    const stranger = { method: 'POST', headers: { cookie }, body: new URLSearchParams({ csrf }) }
    expect((await site.get(address, stranger)).status).to.equal(401)
    expect((await (await signIn(site, 'enquiry')).form(address)).status).to.equal(403)
    expect((await cataloguer.get(address, { method: 'POST' })).status).to.equal(403)
  })

  /** Ours before theirs comes: brief, with a field of ours. */
  async function ours(title: string) {
    const { record } = { record: theirBook('x', title) }
    record.leader = '00000nam a22000005i 4500'
    record.fields = [
      ...record.fields.filter(([tag]) => !['001', '952', '650'].includes(tag)),
      ['590', '  ', 'a', 'Shelf 7'],
    ]
    const { id } = await addBib(site.database.db, { record, flavour: 'marc21' }, { actor, action: 'create' })
    return id
  }
  const tagsOf = async (id: number) => (await readBib(site.database.db, id))!.record.fields.map(([tag]) => tag)

  it('asks where we may have it, with reasons, differences and the likeliest choice in front', async () => {
    const id = await ours('Eden')
    const record = await recordOf('Eden')
    const answer = await press(record)
    expect(answer.status).to.equal(409)
    const html = await answer.text()
    const words = wordsOf(html)
    for (const said of [
      'Do we have this already?',
      'the same title, author and year',
      'Upstream Library',
      'Use ours',
      'Lay theirs over ours',
      'Create a new record',
      'Planets',
    ])
      expect(words).to.contain(said)
    expect(
      html.slice(html.indexOf('<main'), html.indexOf('</main>')).match(/<button[^>]*class="btn primary"[^>]*>/g),
    ).to.have.length(1)
    expect(html).to.match(new RegExp(`value="overlay:${id}:1" class="btn primary"`))
    expect(linksOf(html)).to.include(`/catalogue/${id}`)

    const laid = await press(record, { decision: `overlay:${id}:1` })
    expect(bibOf(laid)).to.equal(id)
    expect(laid.headers.get('location')).to.contain('notice=overlaid')
    expect(await tagsOf(id)).to.deep.equal(['008', '035', '100', '245', '264', '590', '650'])
    expect(bibOf(await press(record, { decision: `overlay:${id}:1` }))).to.equal(id)
  })

  it('uses ours, completes it, or makes another', async () => {
    const [first, second, third] = titles.slice(2) as [string, string, string]
    const id = await ours(first)
    expect(bibOf(await press(await recordOf(first), { decision: `existing:${id}` }))).to.equal(id)
    expect(await tagsOf(id)).not.to.include('650')

    const lacking = await ours(second)
    const completed = await press(await recordOf(second), { decision: `complete:${lacking}:1` })
    expect(bibOf(completed)).to.equal(lacking)
    expect(await tagsOf(lacking)).to.deep.equal(['008', '035', '100', '245', '264', '590', '650'])

    const other = await ours(third)
    expect(bibOf(await press(await recordOf(third), { decision: 'create' }))).not.to.equal(other)
  })

  it('shows the choices anew when ours was changed meanwhile', async () => {
    const title = 'Dzienniki'
    const id = await ours('Dzienniki zmienione')
    const answer = await press(await recordOf(title), { decision: `overlay:${id}:9`, confirm: '1' })
    expect(answer.status).to.equal(409)
    expect(wordsOf(await answer.text())).to.contain('was changed meanwhile')
  })

  it('shows what was lost and wants it to be looked at', async () => {
    const record = await recordOf('Dzienniki')
    const asked = await press(record)
    expect(asked.status).to.equal(409)
    const words = wordsOf(await asked.text())
    expect(words).to.contain('Some characters could not be read').and.to.contain('field 245')
    expect(words).to.match(/245 10 \$aDzienniki \ufffd+dowe/)
    const hasty = await press(record, { decision: 'create' })
    expect(hasty.status).to.equal(409)
    expect(wordsOf(await hasty.text())).to.contain('Tick this box first')
    expect((await press(record, { decision: 'create', confirm: '1' })).headers.get('location')).to.contain(
      'notice=created',
    )
  })

  it('offers to update ours once the library has changed its record, to cataloguers alone', async () => {
    const kept = await openSiteWith([theirBook('k1', 'Kongres futurologiczny')])
    try {
      const ada = await signIn(kept, 'catalogue.edit', 'enquiry')
      const find = async (words: string) => {
        const list = await (await ada.get(`/search?q=${encodeURIComponent(words)}&where=others&wait=1`)).text()
        return linksOf(list).find((address) => address.startsWith('/record?'))!
      }
      const first = await find('Kongres')
      const id = bibOf(await ada.form(selectAt(first)))
      const same = wordsOf(await (await ada.get(first)).text())
      expect(same).to.contain('in our catalogue since').and.not.contain('has changed this record')

      await kept.restock([theirBook('k1', 'Kongres futurologiczny', ['520', '  ', 'a', 'Tichy flies to Costa Rica.'])])
      // Other words: the first search still has what it found.
      const record = await find('Kongres futurologiczny')
      const page = await (await ada.get(record)).text()
      const words = wordsOf(page)
      for (const said of ['Upstream Library has changed this record', 'Update ours', 'Tichy flies', 'comes'])
        expect(words).to.contain(said)
      expect(linksOf(page)).to.include(`/catalogue/${id}`)
      expect(await (await kept.get(record)).text()).to.not.contain('Update ours')
      expect(await (await (await signIn(kept, 'enquiry')).get(record)).text()).to.not.contain('Update ours')

      const stale = await ada.form(selectAt(record), { decision: `overlay:${id}:7` })
      expect(stale.status).to.equal(409)
      expect(wordsOf(await stale.text()))
        .to.contain('was changed meanwhile')
        .and.contain('Update ours')

      const decision = /value="(overlay:\d+:\d+)"/.exec(page)![1]!
      const laid = await ada.form(selectAt(record), { decision })
      expect(bibOf(laid)).to.equal(id)
      expect(laid.headers.get('location')).to.contain('notice=overlaid')
      const bib = (await readBib(kept.database.db, id))!
      expect(bib.version).to.equal(2)
      expect(bib.record.fields.map(([tag]) => tag)).to.include('520')
      expect(wordsOf(await (await ada.get(record)).text())).to.not.contain('has changed this record')
    } finally {
      await kept.close()
    }
  })

  it('takes a decision that is none for no decision', async () => {
    const record = await recordOf('Solaris')
    for (const decision of ['overlay', 'existing:x', '__proto__', 'create:1', `overlay:${'9'.repeat(20)}:1`])
      expect((await press(record, { decision })).status).to.equal(303)
  })
})
