import { Readable } from 'node:stream'
import { expect } from 'chai'
import { defaultCirculation } from '../../../src/circulation/index.ts'
import { createIll, deliverCopy, IllSettings, placeRequest, takeDocument } from '../../../src/ill/index.ts'
import { samples } from '../../ill/documents/samples.ts'
import { wordsOf } from '../html.ts'
import { addLists } from '../our-catalogue.ts'
import { type SignedIn, signInWith } from '../people.ts'
import { openSite, type Site } from '../site.ts'
import { script } from './caller.ts'
import { useIllSite } from './ill-site.ts'

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

describe('A copy that can be had for long', () => {
  let now = Date.now()
  const clock = { now: () => now }
  const settings = IllSettings.parse({ downloadDays: 365 })
  const house = useIllSite({ ill: { clock, settings }, site: { clock } })

  it('keeps its request shown to its reader, on pages and to programs', async () => {
    const { site } = house
    const reader = await signInWith(site, 'patron', [{ role: 'patron' }], 'Rosa Borrower')
    const order = { patronId: reader.id, service: 'copy', citation: { title: 'Winter', pages: '1-9' } } as const
    const { request, line } = await house.line('Winter', order)
    await house.act(line.id, 'request')
    const file = Readable.from([samples.pdf])
    const taken = await takeDocument(site.database, file, { fileName: 'winter.pdf', most: 1e6, now: new Date(now) })
    const cause = { actor: { kind: 'staff', name: 'Ann' }, via: 'page' } as const
    await site.database.tx((tx) => deliverCopy(tx, line.id, taken, cause, { ...house.ill, now: new Date(now) }))
    await house.act(request.id, 'complete', { notify: false })
    await site.database.pool.query(
      `update sessions set seen_at = seen_at + interval '184 days', ends_at = ends_at + interval '184 days'`,
    )
    now += 184 * 86_400_000
    expect(wordsOf(await (await reader.get('/account/requests')).text())).to.match(/Current Winter/)
    const program = script(site, reader)
    expect((await program.get(`/requests/${request.publicId}`)).json).to.include({ status: 'Your copy is ready' })
    expect((await program.get('/requests?completed=true')).json['requests']).to.have.length(1)
  })
})

describe('Many requests of one’s own', () => {
  let now = Date.now()
  const clock = { now: () => now }
  const settings = IllSettings.parse({ limits: { perDay: 100, open: 100 } })
  const house = useIllSite({ ill: { clock, settings }, site: { clock } })

  it('are turned page by page, each list on its own, and counted as far as they are shown', async () => {
    const { site, ill } = house
    const reader = await signInWith(site, 'patron', [{ role: 'patron' }], 'Vera Volume')
    const actor = { kind: 'patron', id: reader.id, name: reader.name } as const
    const place = async (title: string) => {
      now += 1000
      const order = { patronId: reader.id, service: 'loan', citation: { title }, note: '' } as const
      const whole = { ...order, copyrightAgreed: false, source: { kind: 'form' } } as const
      const placed = await site.database.tx((tx) =>
        placeRequest(tx, whole, { actor, via: 'page' }, { engine: ill.engine, settings, now: new Date(now) }),
      )
      if (placed.kind !== 'placed') throw new Error('refused')
      return placed.request.id
    }
    const titled = (text: string) => [...text.matchAll(/(?:Open|Ended) \d\d(?=<)/g)].map(([title]) => title)
    const page = async (path: string) => (await reader.get(path)).text()
    const further = (text: string, which: string) => text.match(`/account/requests\\?${which}=[^"]+`)?.[0]
    const numbers = (word: string, from: number, to: number) =>
      Array.from({ length: from - to + 1 }, (_, n) => `${word} ${String(from - n).padStart(2, '0')}`)
    const ended: number[] = []
    for (const number of numbers('Ended', 26, 1).reverse()) ended.push(await place(number))
    for (const number of numbers('Open', 26, 1).reverse()) await place(number)
    const cancel = { actor, via: 'page', form: {} }
    for (const id of ended) await site.database.tx((tx) => ill.engine.act(tx, id, 'cancel', cancel))

    const first = await page('/account/requests')
    expect(titled(first)).to.deep.equal([...numbers('Open', 26, 2), ...numbers('Ended', 26, 2)])
    const current = await page(further(first, 'current')!)
    expect(titled(current)).to.deep.equal(['Open 01'])
    expect(wordsOf(current)).to.include('First page').and.not.include('Past').and.not.include('Next page')
    expect(titled(await page(further(first, 'past')!))).to.deep.equal(['Ended 01'])
    expect((await reader.get('/account/requests?past=nonsense')).status).to.equal(400)

    const program = script(site, reader)
    const counted = async () => (await program.get('/requests?completed=true&count=true&size=10')).json['count']
    expect(await counted()).to.equal(52)
    await site.database.pool.query(
      `update sessions set seen_at = seen_at + interval '184 days', ends_at = ends_at + interval '184 days'`,
    )
    now += 184 * 86_400_000
    expect(await counted()).to.equal(26)
    expect((await program.get('/requests?completed=true&size=26')).json).not.to.have.property('next')
    expect(wordsOf(await page('/account/requests'))).to.include('Nothing in the last six months.')
  })
})
