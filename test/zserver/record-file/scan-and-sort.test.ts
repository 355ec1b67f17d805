import { expect } from 'chai'
import { type Attribute, bib1, parsePqf } from '../../../src/standards/query/index.ts'
import { recordSyntax } from '../../../src/standards/z3950/index.ts'
import {
  openRecordFile,
  type RecordFile,
  type ResultSet,
  type ScanRequest,
  type SortOrder,
} from '../../../src/zserver/index.ts'
import { iso2709, openBooks, openLivres } from '../library.ts'
import { refusalOf } from '../refusals.ts'

let books: RecordFile
before(async () => {
  books = await openBooks()
})

const use = (value: number, ...others: Attribute[]): Attribute[] => [{ type: 1, value }, ...others]
const wholeFields: Attribute = { type: 4, value: 1 }

describe('A scan', () => {
  const scan = (attributes: readonly Attribute[], term: string, range: Partial<ScanRequest> = {}) => {
    const request = { count: 4, position: 1, step: 0, ...range }
    const { entries, position } = books.scan({
      attributeSet: bib1,
      attributes,
      term: { type: 'general', value: term },
      ...request,
    })
    return { terms: entries.map(({ term, hits }) => `${term} ${hits}`), position }
  }

  it('lists the words of an access point with their records, from the term on', () => {
    expect(scan(use(4), 'denmark')).to.deep.equal({
      terms: ['denmark 3', 'e 1', 'egypt 1', 'hamlet 1'],
      position: 1,
    })
  })

  it('folds the term, and begins at the next one where there is none', () => {
    expect(scan(use(4), 'Denmarǩa', { count: 1 }).terms).to.deep.equal(['e 1'])
  })

  it('puts the term where it is wanted', () => {
    expect(scan(use(4), 'egypt', { position: 3 })).to.deep.equal({
      terms: ['denmark 3', 'e 1', 'egypt 1', 'hamlet 1'],
      position: 3,
    })
  })

  it('gives what comes behind the term for position 0, and what comes before for one beyond the last', () => {
    expect(scan(use(4), 'egypt', { position: 0, count: 2 })).to.deep.equal({
      terms: ['hamlet 1', 'history 3'],
      position: 0,
    })
    expect(scan(use(4), 'egypt', { position: 3, count: 2 })).to.deep.equal({
      terms: ['denmark 3', 'e 1'],
      position: 3,
    })
  })

  it('leaves out as many terms between as the step says', () => {
    expect(scan(use(4), 'denmark', { step: 1, count: 2 }).terms).to.deep.equal(['denmark 3', 'egypt 1'])
  })

  it('gives fewer terms at the ends of the list', () => {
    expect(scan(use(4), 'a', { position: 3 })).to.deep.equal({ terms: ['a 3', 'among 1'], position: 1 })
    const { terms, position } = scan(use(1018), 'zzz', { position: 3 })
    expect(terms).to.deep.equal(['press 1', 'university 1'])
    expect(position).to.equal(3)
  })

  it('lists whole fields where the structure is phrase, without their articles', () => {
    expect(scan(use(4, wholeFields), 'p', { count: 2 }).terms).to.deep.equal([
      'prince of egypt and a princess of denmark 1',
      'tragedy of hamlet prince of denmark 1',
    ])
  })

  it('knows the article of a field that begins with a link to its other script', async () => {
    const file = await openRecordFile(
      iso2709([
        ['001', 'x-linked'],
        ['245', '12$6880-01$aA dog.'],
        ['880', '13$6245-01$aLe chien.'],
        ['246', '1 $8ignored$aPlain.'],
      ]),
      { name: 'linked', flavour: 'marc21' },
    )
    const { entries } = file.scan({
      attributeSet: bib1,
      attributes: use(4, wholeFields),
      term: { type: 'general', value: '0' },
      count: 9,
      position: 1,
      step: 0,
    })
    expect(entries.map(({ term }) => term)).to.deep.equal(['chien', 'dog', 'plain'])
  })

  it('counts records, not places', () => {
    expect(scan(use(31, { type: 4, value: 2 }), '1978', { count: 1 }).terms).to.deep.equal(['1978 2'])
  })

  it('lists whole numbers', () => {
    expect(scan(use(7), '978', { count: 2 }).terms).to.deep.equal(['9780140449136 1', '9785050000002 1'])
  })

  it('refuses what has no list', async () => {
    const refused = (attributes: Attribute[]) => refusalOf(() => scan(attributes, 'x'))
    expect(await refused(use(9999))).to.deep.equal({ condition: 114, addinfo: '9999' })
    expect(await refused(use(1016, wholeFields))).to.deep.equal({ condition: 232, addinfo: '1016' })
    expect(await refused(use(4, { type: 5, value: 1 }))).to.deep.equal({ condition: 120, addinfo: '1' })
    expect(await refused(use(4, { type: 2, value: 4 }))).to.deep.equal({ condition: 117, addinfo: '4' })
  })
})

describe('A sorted result set', () => {
  const order = (set: ResultSet) =>
    Array.from({ length: set.hits }, (_, at) => {
      const record = set.present(at + 1, recordSyntax.sutrs, undefined)
      return /^001 \w-(\w+)$/m.exec('text' in record ? record.text : '')![1]
    })
  const sorted = (...keys: (Partial<SortOrder> & Pick<SortOrder, 'by'>)[]) =>
    order(
      books
        .search(parsePqf('@attr 1=4 @attr 2=103 x'), () => undefined)
        .sort(keys.map((key) => ({ descending: false, missing: 'last', ...key }))),
    )

  it('is in the order of titles, without articles', () => {
    expect(sorted({ by: 'title' })).to.deep.equal(['denmark', 'red', 'serial', 'mir', 'anon', 'hamlet', 'war'])
  })

  it('is in the order of an access point given by attributes, backwards too', () => {
    const by = { attributeSet: bib1, attributes: use(31) }
    expect(sorted({ by }).slice(0, 2)).to.deep.equal(['hamlet', 'red'])
    expect(sorted({ by, descending: true }).slice(0, 2)).to.deep.equal(['serial', 'denmark'])
  })

  it('has records without the field last, whichever the direction', () => {
    expect(sorted({ by: 'Date' }).at(-1)).to.equal('anon')
    expect(sorted({ by: 'Date', descending: true }).at(-1)).to.equal('anon')
  })

  it('goes by the second key where the first is equal, and else keeps its order', () => {
    expect(sorted({ by: 'date' }, { by: 'author' }).filter((id) => id === 'war' || id === 'mir')).to.deep.equal([
      'mir',
      'war',
    ])
    expect(sorted({ by: 'date' }).filter((id) => id === 'war' || id === 'mir')).to.deep.equal(['war', 'mir'])
  })

  it('is another set: the one it was made from keeps its order', () => {
    const set = books.search(parsePqf('@attr 1=4 denmark'), () => undefined)
    const before = order(set)
    set.sort([{ by: 'title', descending: true, missing: 'last' }])
    expect(order(set)).to.deep.equal(before)
  })

  it('is refused for fields it cannot be sorted by', async () => {
    for (const [by, condition, addinfo] of [
      ['colour', 207, 'colour'],
      ['constructor', 207, 'constructor'],
      [{ attributeSet: bib1, attributes: use(1016) }, 207, '1016'],
      [{ attributeSet: bib1, attributes: use(9999) }, 114, '9999'],
    ] as const)
      expect(await refusalOf(() => sorted({ by }))).to.deep.equal({ condition, addinfo })
    expect(await refusalOf(() => sorted({ by: 'isbn', missing: 'abort' }))).to.deep.equal({
      condition: 237,
      addinfo: 'isbn',
    })
  })

  it('knows the years of UNIMARC', async () => {
    const livres = await openLivres()
    const set = livres.search(parsePqf('camus'), () => undefined)
    expect(order(set.sort([{ by: 'date', descending: true, missing: 'last' }]))).to.deep.equal(['peste', 'etranger'])
  })
})
