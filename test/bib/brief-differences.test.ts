import { expect } from 'chai'
import { type Brief, briefDifferences } from '../../src/bib/index.ts'

const brief = (parts: Partial<Brief> = {}): Brief => ({
  title: { text: 'Odyssey' },
  nonFiling: 0,
  format: 'book',
  isbns: [],
  issns: [],
  level: 'full',
  ...parts,
})

describe('Differences of two brief displays', () => {
  it('are what one says otherwise than the other, or not at all', () => {
    const one = brief({ year: 1991, edition: '2nd ed.', isbns: ['9780471543978'] })
    const other = brief({ year: 1968, language: 'ger', isbns: ['9780471543978'], level: 'brief' })
    expect(briefDifferences(one, other)).to.deep.equal([
      { label: 'Edition', one: '2nd ed.' },
      { label: 'Year', one: '1991', other: '1968' },
      { label: 'Language', other: 'German' },
      { label: 'Record level', one: 'full', other: 'brief' },
    ])
  })

  it('are none in accents, case, punctuation, the order of numbers and other words for an edition', () => {
    const one = brief({ title: { text: 'Été à Paris' }, edition: '2nd ed.', isbns: ['9780471543978', '9780099424918'] })
    const other = brief({
      title: { text: 'ETE A PARIS.' },
      edition: 'Zweite Auflage',
      isbns: ['9780099424918', '9780471543978'],
    })
    expect(briefDifferences(one, other)).to.deep.equal([])
  })
})
