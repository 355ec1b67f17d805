import { expect } from 'chai'
import { fielded, printPqf } from '../../../src/standards/query/index.ts'

const pqf = (title: string, masks: 'all' | 'end' = 'all') => printPqf(fielded({ title }, undefined, masks))

describe('Masks in what is typed', () => {
  for (const [typed, expected] of [
    ['gard*', '@attr 1=4 @attr 5=1 gard'],
    ['*gard', '@attr 1=4 @attr 5=2 gard'],
    ['*gard*', '@attr 1=4 @attr 5=3 gard'],
    ['wom?n', '@attr 1=4 @attr 5=104 wom#n'],
    ['col*r', '@attr 1=4 @attr 5=104 col?r'],
    ['gard* of eden', '@and @attr 1=4 @attr 4=6 "of eden" @attr 1=4 @attr 5=1 gard'],
    // What is no mask.
    ['what is life?', '@attr 1=4 @attr 4=6 "what is life?"'],
    ['gard*?', '@attr 1=4 @attr 5=1 gard'],
    ['* a* C#', '@attr 1=4 @attr 4=6 "* a* C#"'],
  ])
    it(`read ${typed} as ${expected}`, () => expect(pqf(typed!)).to.equal(expected))

  it('are at the end of words alone where no others can be answered', () => {
    expect(pqf('gard* of wom?n *x', 'end')).to.equal('@and @attr 1=4 @attr 4=6 "of wom?n *x" @attr 1=4 @attr 5=1 gard')
  })

  it('cut a number short, however it is written', () => {
    expect(printPqf(fielded({ isbn: '97803064*' }))).to.equal('@attr 1=7 @attr 5=1 97803064')
  })
})
