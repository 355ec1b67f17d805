import { expect } from 'chai'
import { defaultCirculation } from '../../../src/circulation/index.ts'
import { createIll, IllSettings, placeRequest } from '../../../src/ill/index.ts'
import { wordsOf } from '../html.ts'
import { addLists } from '../our-catalogue.ts'
import { type SignedIn, signInWith } from '../people.ts'
import { openSite, type Site } from '../site.ts'

describe('What a reader asked for long ago', () => {
  let now = Date.now()
  const clock = { now: () => now }
  const ill = createIll({ clock, settings: IllSettings.parse({}), circulation: defaultCirculation })
  let site: Site
  let reader: SignedIn
  before(async () => {
    site = await openSite([], { ill, clock })
    await addLists(site.database)
    reader = await signInWith(site, 'patron', [{ role: 'patron' }], 'Rosa Reader')
  })
  after(() => site.close())

  const words = async (path: string) => wordsOf(await (await reader.get(path)).text())

  it('is hidden after six months, unless the reader wants to see it', async () => {
    const actor = { kind: 'patron', id: reader.id, name: reader.name } as const
    const placed = await site.database.tx((tx) =>
      placeRequest(
        tx,
        {
          ...{ patronId: reader.id, service: 'loan', citation: { title: 'Long ago' }, note: '' },
          ...{ copyrightAgreed: false, source: { kind: 'form' } },
        },
        { actor, via: 'page' },
        { engine: ill.engine, settings: ill.settings, now: new Date(now) },
      ),
    )
    if (placed.kind !== 'placed') throw new Error('refused')
    const { id, publicId } = placed.request
    await site.database.tx((tx) => ill.engine.act(tx, id, 'cancel', { actor, via: 'page', form: {} }))
    expect(await words('/account/requests')).to.include('Long ago')
    // The session has to last as long as the test's half year does.
    await site.database.pool.query(
      `update sessions set seen_at = seen_at + interval '184 days', ends_at = ends_at + interval '184 days'`,
    )
    now += 184 * 86_400_000
    const later = await words('/account/requests')
    expect(later).to.include('shown for six months')
    expect(later).not.to.include('Long ago')
    expect((await reader.get(`/account/requests/${publicId}`)).status).to.equal(404)
    const saved = await reader.form('/account/history', { keep: '1' })
    expect(saved.headers.get('location')).to.equal('/account?saved=history-kept')
    expect(await words('/account?saved=history-kept')).to.include('Your history is kept')
    expect(await words('/account/requests'))
      .to.include('Long ago')
      .and.not.include('shown for six months')
    expect((await reader.get(`/account/requests/${publicId}`)).status).to.equal(200)
    expect((await reader.form('/account/history')).headers.get('location')).to.equal('/account?saved=history-hidden')
    expect(await words('/account/requests')).to.not.include('Long ago')
  })
})
