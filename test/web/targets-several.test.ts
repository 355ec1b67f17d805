import { expect } from 'chai'
import { createSeal } from '../../src/kit/index.ts'
import { listKeptTargets, TargetsFile } from '../../src/search/index.ts'
import { TargetsAltered } from '../../src/web/api/target-schemas.ts'
import { wordsOf } from './html.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

describe('Several targets at once', () => {
  const config = TargetsFile.parse({ targets: [{ id: 'filed', label: 'Filed Library', host: 'z.filed.example' }] })
  let site: Site
  let admin: SignedIn
  before(async () => {
    site = await openSite([], { follows: { config, seal: createSeal(() => Buffer.alloc(32, 1)) } })
    admin = await signIn(site, 'admin')
  })
  after(() => site?.close())
  beforeEach(async () => {
    await site.database.db.deleteFrom('targets').execute()
    for (const [id, more] of [
      ['acme', { enabled: false, authentication: { type: 'idPass', user: 'fs', password: 'a secret word' } }],
      ['bath', { categories: ['Sea'] }],
      ['cork', { categories: ['Sea', 'General'] }],
    ] as const)
      await admin.call('POST', '/api/v1/target-entries', { id, label: `The ${id}`, host: `93.184.216.34`, ...more })
  })

  const kept = async () =>
    Object.fromEntries(
      (await listKeptTargets(site.database.db)).map(({ id, entry, hasSecret }) => [
        id,
        [entry!.enabled, entry!.categories.join(), hasSecret],
      ]),
    )
  const first = { acme: [false, 'General', true], bath: [true, 'Sea', false], cork: [true, 'Sea,General', false] }
  const page = async (answer: Response) => ({ status: answer.status, html: await answer.text() })

  describe('on their page', () => {
    const press = (fields: Readonly<Record<string, string | readonly string[]>>) =>
      admin.form('/admin/alter-targets', { q: '', page: '1', category: '', ...fields })

    it('have a box each but those of the file', async () => {
      const { html } = await page(await admin.get('/admin/targets'))
      const boxes = [...html.matchAll(/<input type="checkbox" name="target" value="(\w+)" form="ticked"/g)]
      expect(boxes.map(([, id]) => id)).to.deep.equal(['acme', 'bath', 'cork'])
      expect(html).to.contain('<option value="Sea">')
    })

    it('are turned on and off together, and stay where they were in the list', async () => {
      const off = await press({ target: ['acme', 'bath', 'cork'], act: 'off', q: 'the' })
      expect(off.headers.get('location')).to.equal('/admin/targets?q=the&done=off&n=2')
      expect(wordsOf(await (await admin.get('/admin/targets?q=the&done=off&n=2')).text())).to.contain(
        '2 targets are turned off, and searched no more.',
      )
      expect((await kept())['acme']).to.deep.equal([false, 'General', true])
      expect((await kept())['cork']).to.deep.equal([false, 'Sea,General', false])
      expect(site.service.targets('opac').map(({ id }) => id)).to.deep.equal(['filed'])
      await press({ target: ['acme', 'bath'], act: 'on' })
      // In the order they have where it is not set.
      expect(site.service.targets('opac').map(({ id }) => id)).to.have.members(['acme', 'bath', 'filed'])
      const audited = await site.database.db
        .selectFrom('audit')
        .select('subject_id')
        .where('action', '=', 'target.change')
        .execute()
      expect(audited).to.have.length(4)
    })

    it('are put under a category and taken out; one that would stand under none is named and left', async () => {
      const into = await press({ target: ['acme', 'bath'], act: 'into', category: ' Far ' })
      expect(into.headers.get('location')).to.equal('/admin/targets?done=into&n=2')
      expect(await kept()).to.deep.equal({
        ...first,
        acme: [false, 'General,Far', true],
        bath: [true, 'Sea,Far', false],
      })
      const outOf = await page(await press({ target: ['acme', 'bath', 'cork'], act: 'outOf', category: 'General' }))
      expect(outOf.status).to.equal(303)
      const left = await page(await press({ target: ['bath', 'cork', 'filed', 'gone'], act: 'outOf', category: 'Sea' }))
      expect(left.status).to.equal(200)
      const words = wordsOf(left.html)
      expect(words).to.contain('1 target is taken out of the category.')
      expect(words).to.contain('3 targets could not be changed, and stayed as before:')
      expect(words).to.match(/The cork: It would stand under no category/)
      expect(words).to.match(/filed: The target filed stands in targets\.yaml/)
      expect(words).to.match(/gone: There is no such target any more/)
      expect(await kept()).to.deep.equal({
        acme: [false, 'Far', true],
        bath: [true, 'Far', false],
        cork: [true, 'Sea', false],
      })
    })

    it('are left alone where none is ticked or no category is said, and what was ticked stays so', async () => {
      const none = await page(await press({ act: 'off' }))
      expect([none.status, wordsOf(none.html).includes('Tick at least one target first')]).to.deep.equal([422, true])
      const nowhere = await page(await press({ act: 'into', target: ['bath'] }))
      expect(nowhere.status).to.equal(422)
      expect(wordsOf(nowhere.html)).to.contain('Say which category')
      expect(nowhere.html).to.match(/value="bath" form="ticked" checked/)
      expect(nowhere.html).not.to.match(/value="cork" form="ticked" checked/)
      expect(await kept()).to.deep.equal(first)
      const other = await signIn(site, 'enquiry')
      expect((await other.form('/admin/alter-targets', { target: 'bath', act: 'off' })).status).to.equal(403)
    })
  })

  describe('over the API', () => {
    const patch = async (body: unknown) => {
      const answer = await admin.call('PATCH', '/api/v1/target-entries', body)
      return { status: answer.status, json: (await answer.json()) as Record<string, unknown> }
    }

    it('are changed as on the page, with what became of each', async () => {
      const { status, json } = await patch({
        ...{ targets: ['filed', 'acme', 'bath', 'acme'], enabled: true },
        ...{ into: ['Far'], outOf: ['General'] },
      })
      expect(status).to.equal(200)
      const { counts, targets } = TargetsAltered.parse(json)
      expect(counts).to.deep.equal({ changed: 2, same: 0, refused: 1 })
      expect(targets.map(({ id, outcome }) => [id, outcome])).to.deep.equal([
        ['filed', 'refused'],
        ['acme', 'changed'],
        ['bath', 'changed'],
      ])
      expect(targets[0]!.why).to.contain('targets.yaml')
      expect(await kept()).to.deep.equal({ ...first, acme: [true, 'Far', true], bath: [true, 'Sea,Far', false] })
      expect((await patch({ targets: ['acme'], enabled: true })).json['counts']).to.deep.equal({
        ...{ changed: 0, same: 1, refused: 0 },
      })
      expect(JSON.stringify(json)).not.to.contain('a secret word')
    })

    it('are refused without anything to do, or anything to do it with', async () => {
      for (const wrong of [{ targets: ['bath'] }, { targets: [], enabled: true }, { targets: ['bath'], into: [' '] }])
        expect((await patch(wrong)).status, JSON.stringify(wrong)).to.equal(400)
      expect(await kept()).to.deep.equal(first)
    })
  })
})
