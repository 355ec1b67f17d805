import { expect } from 'chai'
import fc from 'fast-check'
import { render } from 'preact-render-to-string'
import type { Brief } from '../../src/bib/index.ts'
import { Cover } from '../../src/web/components/cover.tsx'

const brief = (title: string, author?: string): Brief => ({
  title: { text: title },
  nonFiling: 0,
  ...(author && { author: { text: author } }),
  format: 'book',
  isbns: [],
  issns: [],
  level: 'full',
})
const printed = (title: string, author?: string) =>
  [...render(<Cover brief={brief(title, author)} />).matchAll(/<text [^>]*>(.*?)<\/text>/g)].map(([, line]) => line)

describe('The cover drawn for a record', () => {
  it('has the title proper in lines, and the author’s surname', () => {
    expect(printed('The left hand of darkness', 'Le Guin, Ursula K.')).to.deep.equal([
      'The left',
      'hand of',
      'darkness',
      'Le Guin',
    ])
    expect(printed('Darkness visible : a memoir of madness').slice(0, -1)).to.deep.equal(['Darkness', 'visible'])
  })

  it('breaks long words at their hyphen, and others with one', () => {
    expect(printed('Goldberg-Variationen').slice(0, -1)).to.deep.equal(['Goldberg-', 'Variationen'])
    const [first, second] = printed('Donaudampfschifffahrtsgesellschaft')
    expect(first).to.match(/-$/)
    expect(`${first!.slice(0, -1)}${second}`).to.match(/^Donaudampfschifffahrts/)
  })

  it('breaks scripts without spaces anywhere', () => {
    expect(printed('紅樓夢研究資料匯編').slice(0, -1).join('')).to.equal('紅樓夢研究資料匯編')
  })

  it('bears any title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (title) => {
        const lines = printed(title)
        expect(lines.length).to.be.within(2, 5)
        expect(render(<Cover brief={brief(title)} />)).to.not.match(/NaN|Infinity|undefined/)
      }),
      { numRuns: 200 },
    )
  })
})
