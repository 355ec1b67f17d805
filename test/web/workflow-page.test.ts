import { expect } from 'chai'
import { defaultCirculation } from '../../src/circulation/index.ts'
import { IllSettings } from '../../src/ill/index.ts'
import { createEngine } from '../../src/workflow/index.ts'
import { errands } from '../workflow/errand.ts'
import { wordsOf } from './html.ts'
import { signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

const ann = { kind: 'staff', id: 'ann', name: 'Ann' } as const

describe('The page of workflows', () => {
  let site: Site
  before(async () => {
    const engine = createEngine({ machines: [errands().machine], clock: Date })
    site = await openSite([], {
      ill: {
        engine,
        settings: IllSettings.parse({}),
        circulation: defaultCirculation,
        begin: async () => {},
        handlers: () => ({}),
        sending: () => ({}),
        fetching: () => ({}),
        noteNotUnderstood: async () => {},
        receiving: () => () => Promise.reject(new Error('nobody is there')),
      },
    })
    const cause = { actor: ann, via: 'page' }
    for (const event of ['ask', 'drop', 'drop', undefined])
      await site.database.tx(async (tx) => {
        const { id } = await engine.start(tx, 'errand', cause)
        if (event) await engine.act(tx, id, event, cause)
      })
    await site.database.db
      .updateTable('workflow_instances')
      .set({ state: 'vanished' })
      .where('state', '=', 'asked')
      .execute()
  })
  after(() => site.close())

  it('tells how many are in each state, and what leads on', async () => {
    const admin = await signIn(site, 'admin')
    const words = wordsOf(await (await admin.get('/admin/workflow')).text())
    expect(words).to.include('Version 1. 1 not at an end yet.')
    expect(words).to.include('Idle 1 Ask → Asked; Ask, Drop → Dropped')
    expect(words).to.include('Asked 0 Done → Done; Drop → Dropped')
    expect(words).to.include('Dropped end 2')
    expect(words).to.include('vanished 1 by an older version')
  })

  it('shows a drawing as a picture of its own', async () => {
    const admin = await signIn(site, 'admin')
    const html = await (await admin.get('/admin/workflow')).text()
    const address = /<img src="([^"]+)"/.exec(html)![1]!
    const answer = await admin.get(address)
    expect(answer.headers.get('content-type')).to.contain('image/svg+xml')
    expect(await answer.text()).to.contain('>Asked<')
    expect((await admin.get('/admin/workflow/nothing/drawing')).status).to.equal(404)
  })

  it('is for administrators', async () => {
    const other = await signIn(site, 'requests')
    expect((await other.get('/admin/workflow')).status).to.equal(403)
    expect((await other.get('/admin/workflow/errand/drawing')).status).to.equal(403)
  })
})
