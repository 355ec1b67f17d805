import { expect } from 'chai'
import fc from 'fast-check'
import { type LenderLine, orderRota, type RotaCandidate, RotaSettings } from '../../../src/ill/index.ts'

let serial = 0
const candidate = (lender: Partial<LenderLine> = {}, more: Partial<RotaCandidate> = {}): RotaCandidate => ({
  lender: {
    ...{ id: ++serial, symbol: `ISIL:XX-${serial}`, name: `L${serial}`, place: '', region: '', country: '' },
    ...{ lends: true, copies: true, loanCost: null, copyCost: null, currency: 'EUR', lastResort: false },
    ...{ suspendedUntil: null, ...lender },
  } as LenderLine,
  ...{ standing: 'open', asked: 0, lent: 0, borrowed: 0, listed: false },
  ...more,
})
const draft = (candidates: readonly RotaCandidate[], settings: object = {}, service: 'loan' | 'copy' = 'loan') =>
  orderRota(candidates, { settings: RotaSettings.parse(settings), service, symbol: 'ISIL:XX-OWN' })
const names = (candidates: readonly RotaCandidate[], settings: object = {}) =>
  draft(candidates, settings).entries.map(({ lender }) => lender.name)

describe('The order of a rota', () => {
  const holder = candidate({ name: 'holder', loanCost: '9.00' }, { holding: { by: 'source', label: 'Hill' } })
  const other = candidate({ name: 'other', loanCost: '0.00', place: 'Town' })
  const also = candidate({ name: 'also', loanCost: '5.00' }, { holding: { by: 'target', label: 'Vale' } })
  const last = candidate(
    { name: 'last', lastResort: true, loanCost: '0.00' },
    { holding: { by: 'source', label: 'x' } },
  )

  it('begins with who is known to have it, and ends with lenders of last resort', () => {
    expect(names([last, other, also, holder])).to.deep.equal(['holder', 'also', 'other', 'last'])
  })

  it('is the house’s own', () => {
    expect(names([holder, other, also], { order: ['cost'] })).to.deep.equal(['other', 'also', 'holder'])
    expect(names([holder, other, also], { order: ['near'], home: { place: 'town' } })[0]).to.equal('other')
    const tiers = [[also.lender.symbol], [other.lender.symbol.toLowerCase().replace('isil:', '')]]
    expect(names([holder, other, also], { order: ['tier'], tiers })).to.deep.equal(['also', 'other', 'holder'])
  })

  it('puts who was asked seldom before who was asked often, and nobody knows the price behind who says it', () => {
    const [often, seldom] = [candidate({ name: 'often' }, { asked: 7 }), candidate({ name: 'seldom' }, { asked: 1 })]
    expect(names([often, seldom])).to.deep.equal(['seldom', 'often'])
    expect(names([candidate({ name: 'unknown' }), candidate({ name: 'dear', loanCost: '99.00' })])).to.deep.equal([
      ...['dear', 'unknown'],
    ])
  })

  it('asks first who owes us most, and last who never borrows', () => {
    const even = candidate({ name: 'even' }, { lent: 4, borrowed: 4 })
    const owes = candidate({ name: 'owes' }, { lent: 1, borrowed: 9, asked: 8 })
    const never = candidate({ name: 'never' }, { lent: 0, borrowed: 0 })
    const kind = candidate({ name: 'kind' }, { lent: 9, borrowed: 1 })
    expect(names([kind, never, even, owes])).to.deep.equal(['owes', 'even', 'kind', 'never'])
    expect(draft([owes]).entries[0]!.why).to.include('sent us 1 and got 9 in a year, asked 8 times of late')
  })

  it('says why each stands where it does', () => {
    const [entry] = draft(
      [candidate({ loanCost: '12.50', country: 'XX' }, { asked: 2, holding: { by: 'source', label: 'Hill' } })],
      { home: { country: 'XX' } },
    ).entries
    expect(entry!.why).to.deep.equal([
      'has it: Hill',
      'in the same country',
      'costs 12.50 EUR',
      'asked 2 times of late',
    ])
  })

  it('leaves out who cannot or should not be asked, each with its reason', () => {
    const left = draft(
      [
        candidate({ name: 'own', symbol: 'ISIL:xx-own' }, { holding: { by: 'source', label: 'Ours' } }),
        candidate({ name: 'listed' }, { listed: true }),
        candidate({ name: 'suspended', suspendedUntil: '2026-04-01' }, { standing: 'suspended' }),
        candidate({ name: 'closed' }, { standing: 'closed' }),
        candidate({ name: 'gone' }, { standing: 'inactive' }),
        candidate({ name: 'lends not', lends: false }),
        candidate({ name: 'never', symbol: 'ISIL:XX-NEVER' }),
        candidate({ name: 'dear', loanCost: '30.00' }),
        candidate({ name: 'first' }),
        candidate({ name: 'second', loanCost: '1.00' }),
      ],
      { never: ['xx-never'], mostCost: '20', most: 1 },
    )
    expect(left.own).to.equal(true)
    expect(left.entries.map(({ lender }) => lender.name)).to.deep.equal(['second'])
    expect(Object.fromEntries(left.left.map(({ lender, because }) => [lender.name, because]))).to.deep.equal({
      own: 'this is our own library: look at the shelf first',
      listed: 'it is on the list already',
      suspended: 'it takes no requests until 2026-04-01',
      closed: 'it takes no requests',
      gone: 'it is in the directory no more',
      'lends not': 'it does not lend',
      never: 'the house never asks it by a rota',
      dear: 'it costs 30.00 EUR, more than 20',
      first: 'the rota has enough lenders',
    })
  })

  it('is the same whatever order the candidates come in, and loses none of them', () => {
    const some = fc.record({
      cost: fc.constantFrom(null, '0.00', '5.00', '12.50'),
      lastResort: fc.boolean(),
      asked: fc.nat(3),
      by: fc.constantFrom(undefined, 'source', 'target', 'record'),
    })
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (all, numbers) => {
        const candidates = all.map(({ cost, lastResort, asked, by }) =>
          candidate({ loanCost: cost, lastResort }, { asked, ...(by && { holding: { by, label: by } }) } as never),
        )
        const shuffled = candidates
          .map((one) => [numbers.next().value as number, one] as const)
          .sort(([a], [b]) => a - b)
          .map(([, one]) => one)
        const [one, other] = [draft(candidates), draft(shuffled)]
        expect(other.entries).to.deep.equal(one.entries)
        expect(one.entries.length + one.left.length).to.equal(candidates.length)
        const flags = one.entries.map(({ lender }) => lender.lastResort)
        expect([...flags].sort((a, b) => Number(a) - Number(b))).to.deep.equal(flags)
      }),
    )
  })
})
