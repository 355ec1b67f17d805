import { expect } from 'chai'
import fc from 'fast-check'
import {
  addLender,
  changeLender,
  findLender,
  LenderSchema,
  normaliseSymbol,
  readLender,
  searchLenders,
  standingOf,
} from '../../../src/ill/index.ts'
import { Problem } from '../../../src/problems.ts'
import { useDatabase } from '../../database.ts'
import { actor, lender } from './lender.ts'

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
    return 'done'
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

/** The first complaint about each field. */
const wrong = (fields: Record<string, unknown>): Record<string, string> => {
  const { error } = LenderSchema.safeParse({ symbol: 'XX-One', name: 'One', protocol: 'none', ...fields })
  return Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]))
}

describe('A lender', () => {
  it('has a symbol with its kind, ISIL where none is said', () => {
    expect(normaliseSymbol(' GB-UkOxU ')).to.equal('ISIL:GB-UkOxU')
    expect(normaliseSymbol('isil:GB-UkOxU')).to.equal('ISIL:GB-UkOxU')
    expect(normaliseSymbol('oclc : OXU')).to.equal('OCLC:OXU')
    expect(normaliseSymbol('DE-12:a')).to.equal('ISIL:DE-12:a')
    expect(wrong({ symbol: 'Oxford' })['symbol']).to.include('An ISIL looks like')
    expect(wrong({ symbol: '' })['symbol']).to.include('Give the library’s symbol')
    expect(wrong({ symbol: 'OCLC:O U' })['symbol']).to.include('no blanks')
    expect(wrong({ symbol: `OCLC:${'x'.repeat(60)}` })['symbol']).to.include('at most 60')
  })

  it('needs the address its protocol speaks to', () => {
    expect(Object.keys(wrong({ protocol: 'email' }))).to.deep.equal(['email'])
    expect(Object.keys(wrong({ protocol: 'script' }))).to.deep.equal(['email'])
    for (const protocol of ['iso18626', 'iso10161'])
      expect(Object.keys(wrong({ protocol })), protocol).to.deep.equal(['endpoint'])
    const at = (endpoint: string, protocol = 'iso18626') => Object.keys(wrong({ protocol, endpoint }))
    expect(at('https://ill.example/iso18626')).to.deep.equal([])
    expect(at('tcp://ill.example:1611', 'iso10161')).to.deep.equal([])
    for (const endpoint of ['tcp://ill.example:1611', 'javascript:alert(1)', 'ill.example', 'https://a:b@ill.example/'])
      expect(at(endpoint), endpoint).to.deep.equal(['endpoint'])
  })

  it('has costs in a currency, to two places', () => {
    expect(lender({ loanCost: '12,5', currency: 'eur' })).to.include({ loanCost: '12.50', currency: 'EUR' })
    expect(wrong({ copyCost: '3' })['currency']).to.include('which currency')
    for (const loanCost of ['free', '-1', '1.234', '1e3', '5 EUR'])
      expect(wrong({ loanCost })['loanCost'], loanCost).to.match(/12\.50|two digits/)
    expect(wrong({ currency: 'QQQ' })['currency']).to.include('three letters')
  })

  it('learns nothing of the patron unless somebody wants it to', () => {
    expect(lender().namesPatron).to.equal(false)
  })

  it('is judged whatever it is made of', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(LenderSchema.shape)), fc.anything()), (fields) => {
        const { success, data } = LenderSchema.safeParse(fields)
        if (success) expect(LenderSchema.parse(data)).to.deep.equal(data)
      }),
    )
  })

  it('is asked up to the day it is suspended, and after the day is over there', () => {
    const at = (time: string, fields = {}) =>
      standingOf(
        { active: true, closed: false, suspendedUntil: '2027-03-10', timeZone: 'Pacific/Auckland', ...fields },
        Date.parse(time),
      )
    expect(at('2027-03-10T10:59:59Z')).to.equal('suspended')
    expect(at('2027-03-10T11:00:00Z')).to.equal('open')
    expect(at('2027-03-10T10:00:00Z', { suspendedUntil: null })).to.equal('open')
    expect(at('2027-03-10T11:00:00Z', { closed: true })).to.equal('closed')
    expect(at('2027-03-10T11:00:00Z', { closed: true, active: false })).to.equal('inactive')
  })
})

describe('The directory of lenders', () => {
  const at = useDatabase()
  const add = (fields: Parameters<typeof lender>[0]) => at.database.tx((tx) => addLender(tx, lender(fields), actor))
  const names = async (words: string, more = {}) =>
    (await searchLenders(at.database.db, { words, page: 1, size: 50, ...more })).lenders.map(({ name }) => name)

  before(async () => {
    await add({ symbol: 'GB-UkOxU', name: 'Bodleian Libraries', place: 'Oxford', country: 'United Kingdom' })
    await add({ symbol: 'GB-UkCU', name: 'Cambridge University Library', place: 'Cambridge', copies: false })
    await add({ symbol: 'OCLC:OXF', name: 'Oxford Town Library', place: 'Oxford', lends: false })
    await add({ symbol: 'DE-12', name: 'Bayerische Staatsbibliothek', place: 'München' })
    await add({ symbol: 'PL-1', name: 'Biblioteka Łódzka', place: 'Łódź' })
    await add({ symbol: 'XX-Old', name: 'Oxford Closed Library', active: false })
  })

  it('keeps all that is known of one', async () => {
    const fields = lender({
      symbol: 'OCLC:ALL',
      name: '  All\tof it ',
      street: '1 High Street\r\nFloor 2',
      postalCode: 'AB1 2CD',
      place: 'Town',
      region: 'Shire',
      country: 'GB',
      email: 'ill@all.example',
      protocol: 'iso18626',
      endpoint: 'https://all.example/iso18626',
      loanCost: '10',
      loanDays: 28,
      renewals: 2,
      copyCost: '0.5',
      currency: 'GBP',
      settlement: 'ifm',
      namesPatron: true,
      calendar: { timeZone: 'Europe/London', closedWeekdays: [7], closedDates: ['2027-12-25'] },
      suspendedUntil: '2027-01-31',
      closed: true,
      lastResort: true,
      notes: 'Send no maps.\n\nRing first.',
    })
    const { id, version, ...kept } = await add(fields)
    expect(kept).to.deep.equal(fields)
    expect(kept).to.include({
      name: 'All of it',
      street: '1 High Street\nFloor 2',
      loanCost: '10.00',
      copyCost: '0.50',
    })
    expect(version).to.equal(1)
    expect(await readLender(at.database.db, id)).to.deep.equal({ ...fields, id, version })
    expect(await readLender(at.database.db, 999_999)).to.equal(undefined)
  })

  it('finds one by its symbol, in capitals or not', async () => {
    for (const symbol of ['GB-UkOxU', 'isil:gb-ukoxu', ' GB-UKOXU'])
      expect((await findLender(at.database.db, symbol))?.name, symbol).to.equal('Bodleian Libraries')
    for (const symbol of ['OCLC:GB-UkOxU', 'a\0', '\ud800'])
      expect(await findLender(at.database.db, symbol), symbol).to.equal(undefined)
  })

  it('takes no symbol twice', async () => {
    expect(await codeOf(add({ symbol: 'gb-ukcu', name: 'Another' }))).to.equal('lender-symbol-taken')
    const { id, version, ...other } = await add({ symbol: 'XX-Other', name: 'Other' })
    const change = at.database.tx((tx) => changeLender(tx, id, version, { ...other, symbol: 'Isil:DE-12' }, actor))
    expect(await codeOf(change)).to.equal('lender-symbol-taken')
    const twice = await Promise.all([1, 2, 3].map(() => codeOf(add({ symbol: 'XX-Race', name: 'Race' }))))
    expect(twice.sort()).to.deep.equal(['done', 'lender-symbol-taken', 'lender-symbol-taken'])
  })

  it('lists whose symbol it is first, then names that begin so, then names, then places', async () => {
    expect(await names('oxf')).to.deep.equal(['Oxford Town Library', 'Bodleian Libraries'])
    expect(await names('oxford')).to.deep.equal(['Oxford Town Library', 'Bodleian Libraries'])
    expect(await names('library')).to.deep.equal(['Cambridge University Library', 'Oxford Town Library'])
    expect(await names('gb ukoxu')).to.deep.equal(['Bodleian Libraries'])
    expect(await names('ISIL:DE-12')).to.deep.equal(['Bayerische Staatsbibliothek'])
    expect(await names('de12')).to.deep.equal(['Bayerische Staatsbibliothek'])
  })

  it('takes beginnings of words, without accents', async () => {
    for (const words of ['munchen', 'MÜN', 'bayer staats', 'staats mun'])
      expect(await names(words), words).to.deep.equal(['Bayerische Staatsbibliothek'])
    expect(await names('lodz')).to.deep.equal(['Biblioteka Łódzka'])
    expect(await names('bibliothek')).to.deep.equal([])
    for (const words of ['%', "' | 'a", '\\', "':* | !", '\0', '_', 'a\0', '\ud800b'])
      expect((await searchLenders(at.database.db, { words, page: 1, size: 5 })).count, words).to.be.a('number')
  })

  it('narrows a list to a service, and shows those kept for old requests when asked', async () => {
    expect(await names('oxford', { service: 'loan' })).to.deep.equal(['Bodleian Libraries'])
    expect(await names('camb', { service: 'copy' })).to.deep.equal([])
    expect(await names('oxford', { inactive: true })).to.include('Oxford Closed Library')
  })

  it('gives a list page by page', async () => {
    const all = await names('')
    const page = (page: number) => searchLenders(at.database.db, { words: '', page, size: 3 })
    expect((await page(1)).count).to.equal(all.length)
    const paged = [...(await page(1)).lenders, ...(await page(2)).lenders].map(({ name }) => name)
    expect(paged).to.deep.equal(all.slice(0, 6))
    expect(all.map((name) => name.toLowerCase())).to.deep.equal(all.map((name) => name.toLowerCase()).sort())
  })

  it('tells who changed what, and nothing where nothing changed', async () => {
    const { id, version, ...fields } = await add({ symbol: 'XX-Told', name: 'Told' })
    const change = (expected: number, more: object) =>
      at.database.tx((tx) => changeLender(tx, id, expected, { ...fields, ...more }, actor))
    expect((await change(version, {})).version).to.equal(1)
    expect((await change(version, { place: 'Elsewhere', loanDays: 14 })).version).to.equal(2)
    expect(await codeOf(change(version, { place: 'Nowhere' }))).to.equal('version-conflict')
    expect(await codeOf(at.database.tx((tx) => changeLender(tx, 999_999, 1, fields, actor)))).to.equal('not-found')
    const trail = await at.database.db
      .selectFrom('audit')
      .select(['action', 'detail', 'actor_name'])
      .where('subject_kind', '=', 'lender')
      .where('subject_id', '=', String(id))
      .orderBy('id')
      .execute()
    expect(trail).to.deep.equal([
      { action: 'lender.add', detail: { symbol: 'ISIL:XX-Told', name: 'Told' }, actor_name: 'test' },
      {
        action: 'lender.change',
        detail: { place: { from: '', to: 'Elsewhere' }, loanDays: { from: null, to: 14 } },
        actor_name: 'test',
      },
    ])
    expect(await names('told elsewhere')).to.deep.equal(['Told'])
  })

  it('lets one of several changes at once win', async () => {
    const { id, version, ...fields } = await add({ symbol: 'XX-Many', name: 'Many' })
    const codes = await Promise.all(
      [1, 2, 3, 4].map((n) =>
        codeOf(at.database.tx((tx) => changeLender(tx, id, version, { ...fields, loanDays: n }, actor))),
      ),
    )
    expect(codes.sort()).to.deep.equal(['done', 'version-conflict', 'version-conflict', 'version-conflict'])
  })
})
