import { expect } from 'chai'
import fc from 'fast-check'
import { type MergeRules, mergeRecords } from '../../../src/bib/index.ts'
import type { Field } from '../../../src/standards/marc/index.ts'
import { anyRecord } from '../../standards/marc/arbitrary-records.ts'
import { record, recordWith } from '../records.ts'

const rules = (changes: Partial<MergeRules>): MergeRules => ({ fields: {}, otherwise: 'take', protect: [], ...changes })
const merged = (ours: Field[], theirs: Field[], changes: Partial<MergeRules>) =>
  mergeRecords(record(...ours), record(...theirs), rules(changes), 'marc21').fields

describe('Laying one record over another', () => {
  const ours: Field[] = [
    ['001', '12'],
    ['020', '  ', 'a', '0306406152 (pbk.)'],
    ['245', '10', 'a', 'Ours'],
    ['650', ' 0', 'a', 'Space flight.'],
    ['900', '  ', 'a', 'local'],
  ]
  const theirs: Field[] = [
    ['020', '  ', 'a', '9780306406157'],
    ['020', '  ', 'a', '9783161484100'],
    ['245', '10', 'a', 'Theirs'],
    ['650', ' 0', 'a', 'Space flight'],
    ['650', ' 7', 'a', 'Space flight', '2', 'fast'],
    ['900', '  ', 'a', 'foreign'],
  ]

  it('keeps, takes, adds and strips by tag', () => {
    const fields = merged(ours, theirs, {
      fields: { '001': 'keep', '020': 'add', '6XX': 'add', '650': 'strip', '9XX': 'keep' },
    })
    expect(fields).to.deep.equal([
      ['001', '12'],
      ['020', '  ', 'a', '0306406152 (pbk.)'],
      ['020', '  ', 'a', '9783161484100'],
      ['245', '10', 'a', 'Theirs'],
      ['900', '  ', 'a', 'local'],
    ])
  })

  it('adds what says the same once, whatever its punctuation, but not for another thesaurus', () => {
    const subjects = merged(ours, theirs, { otherwise: 'add' }).filter(([tag]) => tag === '650')
    expect(subjects).to.deep.equal([ours[3], theirs[4]])
  })

  it('adds no second title and no second main entry', () => {
    const fields = merged(
      [
        ['100', '1 ', 'a', 'Lem'],
        ['245', '10', 'a', 'Ours'],
      ],
      [
        ['110', '2 ', 'a', 'NASA'],
        ['245', '10', 'a', 'Theirs'],
        ['700', '1 ', 'a', 'Kilmartin'],
      ],
      { otherwise: 'add' },
    )
    expect(fields.map(([tag]) => tag)).to.deep.equal(['100', '245', '700'])
  })

  it('keeps what is protected and what bears our code, whatever the rules say', () => {
    const fields = merged(
      [
        ['500', '  ', 'a', 'Signed', '5', 'XX-Far'],
        ['500', '  ', 'a', 'General'],
        ['590', '  ', 'a', 'Ours'],
      ],
      [
        ['500', '  ', 'a', 'Index'],
        ['590', '  ', 'a', 'Theirs'],
      ],
      { otherwise: 'strip', fields: { '500': 'take' }, protect: ['59X'], agency: 'XX-Far' },
    )
    expect(fields.map((field) => field[3])).to.deep.equal(['Signed', 'Index', 'Ours'])
  })

  it('treats a script form as the field it belongs to, and lets no links meet', () => {
    const fields = merged(
      [
        ['245', '10', '6', '880-01', 'a', 'Ours'],
        ['880', '10', '6', '245-01/(N', 'a', 'Наше'],
      ],
      [
        ['245', '10', '6', '880-01', 'a', 'Theirs'],
        ['700', '1 ', '6', '880-02', 'a', 'Name'],
        ['880', '10', '6', '245-01/(N', 'a', 'Их'],
        ['880', '1 ', '6', '700-02/(N', 'a', 'Имя'],
        ['880', '1 ', '6', '500-00/(N', 'a', 'Unlinked'],
      ],
      { fields: { '245': 'keep' } },
    )
    expect(fields.map((field) => field[3])).to.deep.equal(['880-01', '880-03', '245-01/(N', '700-03/(N', '500-00/(N'])
  })

  it('takes the leader of theirs unless the rules keep ours', () => {
    const [one, other] = [recordWith('00000nam a2200000 i 4500'), recordWith('00000cam a22000005i 4500')]
    expect(mergeRecords(one, other, rules({}), 'marc21').leader).to.equal(other.leader)
    expect(mergeRecords(one, other, rules({ fields: { LDR: 'keep' } }), 'marc21').leader).to.equal(one.leader)
  })

  it('gives ours again where all is kept, theirs where all is taken, and adding a record to itself adds nothing', () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, (one, other) => {
        const sorted = (fields: readonly Field[]) =>
          [...fields].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
        expect(mergeRecords(one, other, rules({ otherwise: 'keep' }), 'marc21').fields).to.deep.equal(one.fields)
        expect(mergeRecords(one, other, rules({ otherwise: 'strip' }), 'marc21').fields).to.deep.equal([])
        expect(sorted(mergeRecords(one, other, rules({}), 'unimarc').fields)).to.deep.equal(sorted(other.fields))
        expect(mergeRecords(one, one, rules({ otherwise: 'add' }), 'marc21').fields).to.deep.equal(one.fields)
      }),
    )
  })
})
