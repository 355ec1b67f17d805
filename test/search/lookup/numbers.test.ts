import { expect } from 'chai'
import { Problem } from '../../../src/problems.ts'
import { listLimits, readNumberList } from '../../../src/search/index.ts'

const read = (text: string, shape?: Parameters<typeof readNumberList>[1]) => readNumberList(Buffer.from(text), shape)
/** Line by line, in short. */
const short = (text: string, shape?: Parameters<typeof readNumberList>[1]) =>
  read(text, shape).map(({ line, wanted, refusal, twinOf }) =>
    [line, wanted ? `${wanted.kind} ${wanted.value}` : refusal, ...(twinOf === undefined ? [] : [twinOf])].join(' '),
  )

describe('A list of numbers', () => {
  it('tells ISBNs, ISSNs and LCCNs apart, and what is none', () => {
    const list = [
      '978-0-441-47812-5',
      '0441478123 (pbk.)',
      '0378-5955',
      '85-2',
      'LCCN 2001000002',
      'ISSN 0378-5954',
      '9780441478126',
      'The left hand of darkness',
      'n78-890351',
    ]
    expect(short(list.join('\n'))).to.deep.equal([
      '1 isbn 9780441478125',
      '2 isbn 9780441478125 1',
      '3 issn 0378-5955',
      '4 lccn 85000002',
      '5 lccn 2001000002',
      '6 check-digit',
      '7 check-digit',
      '8 no-number',
      '9 lccn n78890351',
    ])
  })

  it('takes what it is told for what it is told', () => {
    expect(short('03785955')).to.deep.equal(['1 issn 0378-5955'])
    expect(short('03785955', { kind: 'lccn' })).to.deep.equal(['1 lccn 03785955'])
    expect(short('0378-5955', { kind: 'isbn' })).to.deep.equal(['1 no-number'])
  })

  it('finds the column of a table that holds them, or takes the one that is named', () => {
    const table = 'Title;Price;ISBN;Other\n"Hand; left";9,90;978-0-441-47812-5;0378-5955\nNone;1;;\n'
    expect(short(table)).to.deep.equal(['2 isbn 9780441478125', '3 empty'])
    expect(short(table, { column: 'other' })).to.deep.equal(['2 issn 0378-5955', '3 empty'])
    expect(short(table, { column: '4' })).to.deep.equal(['2 issn 0378-5955', '3 empty'])
    expect(() => read(table, { column: 'colour' })).to.throw(Problem, 'no column “colour”')
  })

  it('reads what spreadsheets write in UTF-16, and one line of several', () => {
    const wide = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from('ISBN\tBücher\r\n9780441478125\tx\r\n', 'utf16le'),
    ])
    expect(readNumberList(wide).map(({ wanted }) => wanted?.value)).to.deep.equal(['9780441478125'])
    expect(short('9780441478125, 0378-5955')).to.deep.equal(['1 isbn 9780441478125', '2 issn 0378-5955'])
  })

  it('is neither empty nor endless', () => {
    for (const empty of ['', ' \n\n']) expect(() => read(empty), empty).to.throw(Problem, 'no number on the list')
    const most = Array.from({ length: listLimits.numbers }, () => '1')
    expect(read(most.join('\n'))).to.have.lengthOf(listLimits.numbers)
    expect(() => read([...most, '1'].join('\n'))).to.throw(Problem, 'at most 5000')
    expect(() => readNumberList(Buffer.alloc(listLimits.bytes + 1, 0x31))).to.throw(Problem, 'at most 5000')
  })
})
