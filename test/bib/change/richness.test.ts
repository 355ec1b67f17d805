import { expect } from 'chai'
import { richness } from '../../../src/bib/index.ts'
import { field008, record, recordWith } from '../records.ts'

const briefLeader = '00000nam a22000005a 4500'

describe('How much a record says', () => {
  const title = ['245', '10', 'a', 'Solaris'] as ['245', '10', 'a', 'Solaris']

  it('puts a full record above a brief one of the same work', () => {
    const order = recordWith(briefLeader, ['020', '  ', 'a', '0306406152'], title, ['264', ' 1', 'b', 'Faber'])
    const full = record(
      field008(),
      title,
      ['100', '1 ', 'a', 'Lem'],
      ['264', ' 1', 'b', 'Faber'],
      ['650', ' 0', 'a', 'Space'],
    )
    expect(richness(full, 'marc21')).to.be.greaterThan(richness(order, 'marc21'))
  })

  it('grows with every field that says something, but not with many of one kind', () => {
    const subjects = (count: number) =>
      record(
        title,
        ...Array.from({ length: count }, (_, at) => ['650', ' 0', 'a', `S${at}`] as ['650', ' 0', 'a', string]),
      )
    const points = [0, 1, 3, 6, 60].map((count) => richness(subjects(count), 'marc21'))
    expect([...points].sort((a, b) => a - b)).to.deep.equal(points)
    expect(points[1]).to.be.greaterThan(points[0]!)
    expect(points[4]).to.equal(points[3])
  })

  it('counts neither empty fields nor local ones', () => {
    const bare = richness(record(title), 'marc21')
    expect(richness(record(title, ['650', ' 0', 'a', ' '], ['950', '  ', 'a', 'x'], ['650', ' 0']), 'marc21')).to.equal(
      bare,
    )
  })

  it('knows UNIMARC by its own fields', () => {
    const poor = recordWith('00000nam0 22000003  450 ', ['200', '1 ', 'a', 'Solaris'])
    const rich = recordWith(
      '00000nam0 2200000   450 ',
      ['101', '0 ', 'a', 'fre'],
      ['200', '1 ', 'a', 'Solaris'],
      ['700', ' 1', 'a', 'Lem'],
    )
    expect(richness(rich, 'unimarc')).to.be.greaterThan(richness(poor, 'unimarc'))
  })
})
