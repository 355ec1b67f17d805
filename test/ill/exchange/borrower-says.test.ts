import { expect } from 'chai'
import { requesterMessageOf } from '../../../src/ill/exchange/borrower-says.ts'
import { RequesterMessage } from '../../../src/ill/exchange/message.ts'
import { type Line, type LineAct, lenderMessages, type Request } from '../../../src/ill/index.ts'
import { newLine } from '../../../src/ill/machines/line-data.ts'

const at = new Date('2026-03-02T10:00:00Z')
const request = {
  ...{ service: 'loan', title: 'Silent Spring', author: 'Carson, Rachel', neededBy: '2026-05-01' },
  citation: { title: 'Silent Spring', author: 'Carson, Rachel', year: '1962', isbn: '0-618-24906-0', identifiers: {} },
  patron: { id: 'p', name: 'Ada Reader', cardNumber: 'C-17', email: 'ada@example.org' },
} as unknown as Request
const line = {
  lender: { name: 'Hill', namesPatron: false, timeZone: 'America/New_York' },
  data: { ...newLine, shippedService: 'loan' },
} as unknown as Line

const act = (form: object = {}, more: Partial<LineAct> = {}): LineAct => ({
  ...{ line, request, actor: { kind: 'staff', name: 'Ann' }, via: 'page', at, form: { ...form } },
  ...more,
})

describe('What an act says to a lender', () => {
  for (const message of lenderMessages)
    it(`${message} is a message by its own right`, () => {
      const said = requesterMessageOf(message, act({ publicNote: 'Thank you' }))
      expect(RequesterMessage.parse(said)).to.have.property('note', 'Thank you')
    })

  it('asks for what is wanted, with what the house says of itself', () => {
    const deliverTo = { name: 'Main Library', place: 'Town' }
    const said = requesterMessageOf('request', act({ mostCost: '12,50 eur', hold: 'no' }), {
      ...{ deliverTo, deliverEmail: 'copies@example.org', mostCost: { amount: '1' }, hold: 'yes', recordId: 'b1' },
    })
    expect(given(said)).to.deep.equal({
      ...{ type: 'request', kind: 'new', services: ['loan'], neededBy: '2026-05-01', hold: 'no', deliverTo },
      mostCost: { amount: '12.50', currency: 'EUR' },
      wanted: {
        ...{ title: 'Silent Spring', author: 'Carson, Rachel', year: '1962', isbn: '0-618-24906-0', recordId: 'b1' },
      },
    })
  })

  it('says whose article it is, and where copies go', () => {
    const article = {
      ...request,
      service: 'copy',
      citation: { title: 'Nature', articleTitle: 'On bees', author: 'Doe, J.', identifiers: { doi: '10.1/x' } },
    } as unknown as Request
    const said = requesterMessageOf('request', act({}, { request: article }), { deliverEmail: 'copies@example.org' })
    expect(said).to.deep.include({ services: ['copy'], deliverEmail: 'copies@example.org' })
    expect(given(said))
      .to.have.property('wanted')
      .that.deep.equals({ title: 'Nature', articleTitle: 'On bees', articleAuthor: 'Doe, J.', doi: '10.1/x' })
  })

  it('tells who the reader is only to a lender that is to know, and never who is forgotten', () => {
    const named = (id: string) =>
      requesterMessageOf(
        'request',
        act({}, { line: { ...line, lender: { ...line.lender, namesPatron: true } }, request: withPatron(id) }),
      )
    expect(requesterMessageOf('request', act())).not.to.have.property('patron')
    expect(JSON.stringify(requesterMessageOf('request', act()))).not.to.match(/Ada|C-17|ada@/)
    expect(named('p')).to.have.deep.property('patron', { id: 'C-17', name: 'Ada Reader' })
    expect(named('')).not.to.have.property('patron')
  })

  it('tries again under the number it had before', () => {
    expect(requesterMessageOf('request', act(), { previousId: 'R-1-2' })).to.include({
      ...{ kind: 'retry', previousId: 'R-1-2' },
    })
  })

  it('answers a condition either way, and says when something came or goes', () => {
    expect(requesterMessageOf('condition-accepted', act())).to.include({ agrees: true })
    expect(requesterMessageOf('condition-declined', act())).to.include({ agrees: false })
    expect(requesterMessageOf('received', act())).to.include({ on: '2026-03-02', service: 'loan' })
    expect(requesterMessageOf('returned', act({ returnedOn: '2026-03-01', insuredFor: '80' }))).to.deep.include({
      ...{ on: '2026-03-01', insuredFor: { amount: '80' } },
    })
    expect(requesterMessageOf('renew', act({ dueDate: '2026-06-01' }))).to.include({ dueOn: '2026-06-01' })
  })
})

const withPatron = (id: string): Request => ({ ...request, patron: { ...request.patron, id } })

/** What a message says, without what it leaves open. */
const given = (message: RequesterMessage) => JSON.parse(JSON.stringify(RequesterMessage.parse(message)))
