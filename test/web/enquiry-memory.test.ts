import { expect } from 'chai'
import { noWords } from '../../src/web/address.ts'
import { createEnquiryMemory, mostMarks } from '../../src/web/enquiry-memory.ts'

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

  it('is gone with the session', () => {
    const memory = createEnquiryMemory()
    memory.mark('me', words, { shown: [], marked: ['a 1'] })
    memory.forget('me')
    expect(memory.marks('me', words)).to.deep.equal([])
  })
})
