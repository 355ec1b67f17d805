import { expect } from 'chai'
import { createHousePatrons, type HousePatrons, LibrarySystemSettings, verdictOf } from '../../../src/ill/index.ts'
import { createLog, systemClock } from '../../../src/kit/index.ts'
import { openIls } from '../../ncip-responder.ts'

const surroundings = { clock: systemClock, log: createLog('silent') }
const signal = new AbortController().signal

describe('Asking a library’s system for a reader over NCIP', () => {
  let ils: Awaited<ReturnType<typeof openIls>>
  let patrons: HousePatrons
  before(async () => {
    ils = await openIls()
    ils.users.set('u-17', { name: 'Reader, Ann', barcode: '12345' })
    patrons = createHousePatrons(
      { patronCheck: 'ncip', whenDown: 'review', signIn: true, ncip: ils.settings() },
      surroundings,
    )!
  })
  after(() => ils?.close())

  it('finds them by the number of their card, which stays the number they are known by here', async () => {
    const found = await patrons.find('12345', { signal })
    expect(found).to.deep.include({ kind: 'known' })
    expect(found).to.have.property('patron').that.deep.include({ number: '12345', name: 'Reader, Ann', blocked: [] })
    expect(await patrons.find('999', { signal })).to.have.property('kind', 'unknown')
  })

  it('shows the PIN with the number, and takes no for no', async () => {
    const before = ils.heard.length
    expect(await patrons.find('12345', { pin: '2468', signal })).to.have.property('kind', 'known')
    const asked = ils.heard.slice(before)
    expect(asked.map(({ body }) => body.includes('2468'))).to.deep.equal([true])
    ils.let('LookupUser', { problem: 'User Authentication Failed' })
    expect(await patrons.find('12345', { pin: '1111', signal })).to.deep.equal({ kind: 'wrong-pin' })
    expect(await patrons.find('12345', { pin: '', signal })).to.deep.equal({ kind: 'wrong-pin' })
  })

  it('knows that nobody knows where there is no answer', async () => {
    ils.let('LookupUser', 'status 500')
    expect(await patrons.find('12345', { signal })).to.deep.equal({ kind: 'unanswered', detail: 'it answered 500' })
  })
})

describe('What an answer means for a loan', () => {
  const patron = { number: '1', name: 'Ann', email: '', blocked: [], said: [] }
  it('counts the last day of a card, and says everything that is against it', () => {
    const of = (more: object) => verdictOf({ kind: 'known', patron: { ...patron, ...more } }, '2026-03-02')
    expect(of({ expiresOn: '2026-03-02' })).to.deep.equal({ state: 'fine', reason: '' })
    expect(of({ expiresOn: '2026-03-01', blocked: ['owes too much in fines'] })).to.deep.equal({
      state: 'invalid',
      reason: 'owes too much in fines; the card was valid until 2026-03-01',
    })
  })
  it('is asked for nowhere where the file says so', () => {
    expect(createHousePatrons(LibrarySystemSettings.parse({}), surroundings)).to.equal(undefined)
  })
})
