import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { createSeal } from '../../src/kit/index.ts'
import { listKeptTargets, TargetsFile } from '../../src/search/index.ts'
import { TargetListReport } from '../../src/web/api/target-list-schemas.ts'
import { linksOf, wordsOf } from './html.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

describe('A list of targets that is sent to the page', () => {
  let site: Site
  let admin: SignedIn
  let list: Buffer
  const config = TargetsFile.parse({ targets: [{ id: 'filed', label: 'Filed', host: 'z.northfield.example' }] })
  before(async () => {
    site = await openSite([], { follows: { config, seal: createSeal(() => Buffer.alloc(32, 1)) } })
    admin = await signIn(site, 'admin')
    list = await readFile(new URL('../../fixtures/target-lists/koha.csv', import.meta.url))
  })
  after(() => site?.close())

  async function send(
    content: string | Buffer | undefined,
    fields: Readonly<Record<string, string>>,
    csrf = admin.csrf,
  ) {
    const form = new FormData()
    if (content !== undefined) form.append('file', new Blob([new Uint8Array(Buffer.from(content))]), 'list.csv')
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    const answer = await admin.get(`/admin/import-targets?csrf=${csrf}`, { method: 'POST', body: form })
    const html = await answer.text()
    return { status: answer.status, html, words: wordsOf(html) }
  }
  const kept = () => listKeptTargets(site.database.db)

  it('is looked at, then taken in once, each target turned off, and no password shown', async () => {
    expect(linksOf(await (await admin.get('/admin/targets')).text())).to.include('/admin/import-targets')
    const looked = await send(list, { act: 'look' })
    expect(looked.status).to.equal(200)
    expect(looked.words).to.contain('3 targets would be added, 1 there already, 2 left out.')
    expect(looked.words).to.contain('Nothing is stored yet')
    expect(looked.words).to.contain('it holds authority records')
    expect(looked.words).to.contain('the column “Colour” is not known')
    expect(await kept()).to.deep.equal([])
    const taken = await send(list, { act: 'take' })
    expect(taken.words).to.contain('3 targets added, 1 there already, 2 left out.')
    expect(linksOf(taken.html)).to.include.members(['/admin/targets/seaport', '/admin/targets/filed'])
    expect(looked.html + taken.html).not.to.contain('secret word')
    expect((await kept()).map(({ id, entry }) => [id, entry?.enabled])).to.deep.equal([
      ['lakeside-old-library', false],
      ['seaport', false],
      ['z-bare-example', false],
    ])
    expect((await send(list, { act: 'take' })).words).to.contain('0 targets added, 4 there already, 2 left out.')
  })

  it('may be searched at once', async () => {
    await send('host\nz.new.example\n', { act: 'take', enable: 'on' })
    expect(site.service.targets('enquiry').map(({ id }) => id)).to.include('z-new-example')
  })

  it('is refused in words, and without the token of the form', async () => {
    const none = await send(undefined, { act: 'take' })
    expect([none.status, none.words]).to.satisfy(
      ([status, words]: [number, string]) => status === 422 && /Choose a file first/.test(words),
    )
    const wrong = await send('nothing', { act: 'take' })
    expect(wrong.status).to.equal(422)
    expect(wrong.words).to.contain('No list of targets can be read here.')
    const large = await send(Buffer.alloc(4 * 1024 * 1024 + 10, 'a'), { act: 'look' })
    expect(large.status).to.equal(422)
    expect(large.words).to.contain('more than 4 megabytes')
    expect((await send(list, { act: 'take' }, 'wrong')).status).to.equal(403)
  })

  describe('or over the API', () => {
    const post = (body: BodyInit, query = '', type = 'text/csv') =>
      admin.get(`/api/v1/target-lists${query}`, {
        method: 'POST',
        body,
        headers: { 'content-type': type, 'x-csrf-token': admin.csrf },
      })
    const reported = async (answer: Response) => {
      const json: unknown = await answer.json()
      expect(answer.status, JSON.stringify(json)).to.equal(200)
      expect(JSON.stringify(json)).not.to.contain('secret word')
      return TargetListReport.parse(json)
    }
    beforeEach(() => site.database.db.deleteFrom('targets').execute())

    it('is tried, taken in once, and reported line by line as on the page', async () => {
      const tried = await reported(await post(new Uint8Array(list), '?dryRun=true'))
      expect(await kept()).to.deep.equal([])
      expect([tried.dryRun, tried.format, tried.counts]).to.deep.equal([
        true,
        'koha-csv',
        { new: 3, known: 1, refused: 2 },
      ])
      const taken = await reported(await post(new Uint8Array(list)))
      expect(taken).to.deep.equal({ ...tried, dryRun: false })
      expect((await kept()).map(({ id, entry }) => [id, entry?.enabled])).to.deep.equal(
        taken.targets.flatMap(({ outcome, id }) => (outcome === 'new' ? [[id, false]] : [])).toSorted(),
      )
      const known = taken.targets.find(({ outcome }) => outcome === 'known')!
      expect([known.id, known.address]).to.deep.equal(['filed', 'z.northfield.example:210/Default'])
      expect(taken.targets.find(({ outcome }) => outcome === 'refused')!.detail).to.be.a('string')
      const words = (await send(list, { act: 'take' })).words.replaceAll('&lt;', '<')
      for (const { text } of taken.remarks) expect(words).to.contain(text)
      for (const { detail, remarks } of taken.targets)
        for (const text of [...remarks, ...(detail ? [detail] : [])]) expect(words).to.contain(text)
      expect((await reported(await post(new Uint8Array(list)))).counts).to.deep.equal({ new: 0, known: 4, refused: 2 })
    })

    it('reads SQL and XML as well, and enables what is new where that is asked for', async () => {
      for (const [name, type, format] of [
        ['koha.sql', 'application/sql', 'koha-sql'],
        ['pazpar2.xml', 'application/xml', 'pazpar2'],
      ] as const) {
        const file = await readFile(new URL(`../../fixtures/target-lists/${name}`, import.meta.url))
        const { counts, ...report } = await reported(await post(new Uint8Array(file), '?enable=true', type))
        expect(report.format).to.equal(format)
        expect(counts.new).to.be.greaterThan(0)
      }
      expect((await kept()).every(({ entry }) => entry?.enabled)).to.equal(true)
    })

    it('is refused in words, by size, by type, and to whoever may not', async () => {
      const code = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code]
      expect(await code(await post('nothing'))).to.deep.equal([422, 'target-list-unreadable'])
      expect(await code(await post('a'.repeat(4 * 1024 * 1024 + 1)))).to.deep.equal([413, 'body-too-large'])
      expect(await code(await post('host\nz.a.example', '', 'multipart/form-data; boundary=x'))).to.deep.equal([
        400,
        'bad-input',
      ])
      expect(await code(await post('host\nz.a.example', '?dryRun=perhaps'))).to.deep.equal([400, 'bad-input'])
      expect(await code(await site.get('/api/v1/target-lists', { method: 'POST', body: 'host' }))).to.deep.equal([
        401,
        'sign-in-first',
      ])
      expect(await kept()).to.deep.equal([])
    })
  })
})
