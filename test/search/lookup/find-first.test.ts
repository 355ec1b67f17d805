import { expect } from 'chai'
import { createLog, systemClock } from '../../../src/kit/index.ts'
import { createSearchService, findFirst, TargetsFile, type WantedNumber } from '../../../src/search/index.ts'
import { Turns } from '../../../src/search/turns.ts'
import { type Libraries, openLibraries } from '../libraries.ts'

describe('Looking up a number', () => {
  let libraries: Libraries
  before(async () => {
    libraries = await openLibraries([
      { id: 'northfield', records: 'northfield' },
      { id: 'eastbrook', records: 'eastbrook' },
      { id: 'down', port: 1 },
    ])
  })
  after(() => libraries?.close())

  const isbn = (value: string): WantedNumber => ({ kind: 'isbn', value })
  async function found(value: string, sources: readonly string[], fullOnly = false) {
    const finding = await findFirst(isbn(value), { service: libraries.service, sources, fullOnly })
    const where = finding.outcome === 'found' ? `${finding.source} ${finding.record.brief.level}` : finding.outcome
    return [where, ...finding.tries.map(({ source, said }) => `${source} ${said}`)]
  }

  it('takes the record of the first library that has one', async () => {
    expect(await found('9789999924115', ['northfield', 'eastbrook'])).to.deep.equal(['northfield full'])
    expect(await found('9789999924115', ['eastbrook', 'northfield'])).to.deep.equal(['eastbrook full'])
  })

  it('prefers a fuller record of a later library to a brief one', async () => {
    expect((await found('9789999924085', ['eastbrook', 'northfield']))[0]).to.equal('northfield full')
    expect(await found('9789999924085', ['eastbrook'])).to.deep.equal(['eastbrook brief'])
    expect(await found('9789999924085', ['eastbrook'], true)).to.deep.equal(['not-found', 'eastbrook not-full'])
  })

  it('goes on where a library fails, and says that it did', async () => {
    expect(await found('9789999924115', ['down', 'northfield'])).to.deep.equal(['northfield full', 'down failed'])
    const nowhere = ['failed', 'down failed', 'northfield nothing']
    expect(await found('9780306406157', ['down', 'northfield'])).to.deep.equal(nowhere)
    expect(await found('9780306406157', ['northfield'])).to.deep.equal(['not-found', 'northfield nothing'])
    expect(await found('9780306406157', ['gone'])).to.deep.equal(['failed', 'gone failed'])
  })

  it('keeps nothing of the searches', async () => {
    await found('9789999924115', ['northfield'])
    expect(libraries.service.metrics().held).to.equal(0)
  })

  it('takes no record without the number, and none that lost characters', async () => {
    const { service } = libraries
    const [record] = (await service.lookUp('northfield', { isbn: '9789999924115' }, { most: 1 })).records
    const answering = (one: object) => ({ lookUp: async () => ({ label: 'It', records: [{ ...record!, ...one }] }) })
    const said = async (one: object, value = '9789999924115') => {
      const { outcome, tries } = await findFirst(isbn(value), {
        service: answering(one),
        sources: ['it'],
        fullOnly: false,
      })
      return [outcome, tries[0]?.said]
    }
    expect(await said({})).to.deep.equal(['found', undefined])
    expect(await said({}, '9780306406157')).to.deep.equal(['not-found', 'others'])
    expect(await said({ decoded: { ...record!.decoded, lossy: true } })).to.deep.equal(['not-found', 'lossy'])
  })

  it('ends when nobody wants it any more', async () => {
    const gone = new AbortController()
    gone.abort(new Error('no more'))
    const finding = findFirst(isbn('9789999924115'), {
      ...{ service: libraries.service, sources: ['northfield'], fullOnly: false, signal: gone.signal },
    })
    expect(await finding.then(String, ({ message }) => message)).to.equal('no more')
  })

  it('leaves readers half of what a target allows', async () => {
    const entry = { id: 'shy', label: 'shy', host: '127.0.0.1', port: libraries.servers[0]!.port, searchesPerMinute: 4 }
    const { targets } = TargetsFile.parse({ allowNetworks: ['127.0.0.0/8'], targets: [entry] })
    let now = 1_000_000
    const service = createSearchService({ targets, clock: { now: () => now }, log: createLog('silent') })
    try {
      const ask = (value: string) => service.lookUp('shy', { isbn: value }, { most: 1 })
      await Promise.all([ask('9789999924115'), ask('9789999924085')])
      let done = false
      const third = ask('9789999924108').then(() => {
        done = true
      })
      const search = service.start({ query: { title: 'history' }, audience: 'enquiry' })
      await search.settled(60_000)
      expect(search.targets[0]?.state).to.equal('done')
      expect(done, 'it waits for its turn').to.equal(false)
      now += 60_001
      await third
    } finally {
      await service.close()
    }
  })
})

describe('Turns', () => {
  it('come one after the other, and go on behind one that gave up', async () => {
    const turns = new Turns(systemClock)
    const limits = { perMinute: 1000, atOnce: 1 }
    const end = await turns.take(limits, undefined)
    const gone = new AbortController()
    const second = turns.take(limits, gone.signal).then(
      () => 'got it',
      () => 'gave up',
    )
    const third = turns.take(limits, undefined)
    gone.abort()
    expect(await second).to.equal('gave up')
    end()
    const last = await third
    last()
  })
})
