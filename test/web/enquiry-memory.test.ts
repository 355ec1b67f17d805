import { expect } from 'chai'
import { noWords } from '../../src/web/address.ts'
import { createEnquiryMemory, mostMarks, mostSearches } from '../../src/web/enquiry-memory.ts'

const words = { ...noWords, q: 'history' }
const places = (n: number) => Array.from({ length: n }, (_, i) => `northfield ${i + 1}`)

describe('What Enquiry keeps for a session', () => {
  it('is marks by search, with what a page showed and is not ticked any more taken away', () => {
    const memory = createEnquiryMemory()
    memory.mark('me', words, { shown: [], marked: ['a 1', 'a 2'] })
    expect(memory.mark('me', words, { shown: ['a 1'], marked: ['b 1'] })).to.deep.equal(['a 2', 'b 1'])
    expect(memory.marks('me', { ...words, t: ['a'] })).to.deep.equal([])
    expect(memory.marks('you', words)).to.deep.equal([])
    memory.unmark('me', words)
    expect(memory.marks('me', words)).to.deep.equal([])
  })

  it('is no more than can be used, and nothing for a program without a session', () => {
    const memory = createEnquiryMemory()
    expect(memory.mark('me', words, { shown: [], marked: places(mostMarks + 5) })).to.have.lengthOf(mostMarks)
    expect(memory.mark(undefined, words, { shown: [], marked: places(2) })).to.have.lengthOf(2)
    expect(memory.marks(undefined, words)).to.deep.equal([])
  })

  it('is its last searches, each of them once, with what was seen of it at last', () => {
    const memory = createEnquiryMemory()
    const counted = { value: 3, exact: true }
    for (let n = 0; n < mostSearches + 5; n++) memory.note('me', { ...words, q: `word ${n}` }, { at: n, ours: counted })
    memory.note('me', { ...words, q: 'word 20', where: 'others' }, { at: 99, others: 7 })
    const searches = memory.searches('me')
    expect(searches).to.have.lengthOf(mostSearches)
    expect(searches[0]).to.deep.equal({
      words: { ...words, q: 'word 20', where: undefined },
      at: 99,
      ours: counted,
      others: 7,
    })
    expect(searches.at(-1)?.words.q).to.equal('word 5')
    expect([memory.searches('you'), memory.searches(undefined)]).to.deep.equal([[], []])
    memory.mark('me', words, { shown: [], marked: ['a 1'] })
    memory.clear('me')
    expect(memory.searches('me')).to.deep.equal([])
    expect(memory.marks('me', words)).to.deep.equal(['a 1'])
  })

  it('is gone with the session', () => {
    const memory = createEnquiryMemory()
    memory.mark('me', words, { shown: [], marked: ['a 1'] })
    memory.note('me', words, { at: 1, others: 2 })
    memory.forget('me')
    expect([memory.marks('me', words), memory.searches('me')]).to.deep.equal([[], []])
  })
})
