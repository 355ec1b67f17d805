import { expect } from 'chai'
import fc from 'fast-check'
import { type Difference, diffRecords, isSame } from '../../../src/bib/index.ts'
import type { Field, MarcRecord } from '../../../src/standards/marc/index.ts'
import { anyRecord, recordOf } from '../../standards/marc/arbitrary-records.ts'
import { record } from '../records.ts'

const brief = (differences: readonly Difference[]) =>
  differences.filter(({ kind, tag }) => kind !== 'unchanged' || tag !== 'LDR').map(({ kind, tag }) => `${tag} ${kind}`)

describe('Comparing two records', () => {
  it('says of each field whether it stayed, went, came or changed', () => {
    const differences = diffRecords(
      record(['245', '10', 'a', 'Solaris /', 'c', 'Lem'], ['500', '  ', 'a', 'Old'], ['650', ' 0', 'a', 'Space']),
      record(
        ['245', '10', 'a', 'Solaris :', 'b', 'novel /', 'c', 'Lem'],
        ['650', ' 0', 'a', 'Space'],
        ['700', '1 ', 'a', 'K'],
      ),
    )
    expect(brief(differences)).to.deep.equal(['245 changed', '500 removed', '650 unchanged', '700 added'])
    const [, title] = differences
    expect(title?.kind === 'changed' && title.parts).to.deep.equal([
      { kind: 'same', code: 'indicators', text: '10' },
      { kind: 'removed', code: 'a', text: 'Solaris /' },
      { kind: 'added', code: 'a', text: 'Solaris :' },
      { kind: 'added', code: 'b', text: 'novel /' },
      { kind: 'same', code: 'c', text: 'Lem' },
    ])
  })

  it('does not mind the order of equal fields, and pairs the ones that share most', () => {
    const one: Field[] = [
      ['650', ' 0', 'a', 'Moon', 'x', 'Exploration'],
      ['650', ' 0', 'a', 'Sun'],
      ['650', ' 0', 'a', 'Mars', 'x', 'Climate'],
    ]
    const other: Field[] = [
      ['650', ' 0', 'a', 'Sun'],
      ['650', ' 0', 'a', 'Mars', 'x', 'Weather'],
      ['650', ' 0', 'a', 'Venus'],
    ]
    expect(brief(diffRecords(record(...one), record(...other)))).to.deep.equal([
      '650 removed',
      '650 unchanged',
      '650 changed',
      '650 added',
    ])
    expect(isSame(diffRecords(record(...one), record(...[...one].reverse())))).to.equal(true)
  })

  it('shows the positions of coded fields that differ', () => {
    const [, coded] = diffRecords(record(['008', 'abcdef']), record(['008', 'abXYef']))
    expect(coded?.kind === 'changed' && coded.parts).to.deep.equal([
      { kind: 'same', text: 'ab' },
      { kind: 'removed', text: 'cd' },
      { kind: 'added', text: 'XY' },
      { kind: 'same', text: 'ef' },
    ])
  })

  it('counts equal fields that repeat', () => {
    const twice = record(['500', '  ', 'a', 'x'], ['500', '  ', 'a', 'x'])
    expect(brief(diffRecords(twice, record(['500', '  ', 'a', 'x'])))).to.deep.equal(['500 unchanged', '500 removed'])
  })

  it('loses no field and no text of either record', () => {
    const sorted = (fields: readonly Field[]) => fields.map((field) => JSON.stringify(field)).sort()
    const both = fc.oneof(
      fc.tuple(anyRecord, anyRecord),
      // Related records: fields shuffled, some of them gone
      anyRecord.chain((one) =>
        fc.tuple(
          fc.constant(one),
          fc.shuffledSubarray(one.fields).map((fields): MarcRecord => recordOf(one.leader, fields)),
        ),
      ),
    )
    fc.assert(
      fc.property(both, ([one, other]) => {
        const rows = diffRecords(one, other).filter(({ tag }) => tag !== 'LDR')
        expect(sorted(rows.flatMap((row) => ('before' in row ? [row.before] : [])))).to.deep.equal(sorted(one.fields))
        expect(sorted(rows.flatMap((row) => ('after' in row ? [row.after] : [])))).to.deep.equal(sorted(other.fields))
        for (const row of rows) {
          if (row.kind !== 'changed') continue
          const without = (kind: string) =>
            row.parts
              .filter((part) => part.kind !== kind)
              .map(({ text }) => text)
              .join('')
          const text = (field: Field) => field.filter((_, at) => at % 2 === 1).join('')
          expect(without('added')).to.equal(text(row.before))
          expect(without('removed')).to.equal(text(row.after))
        }
      }),
    )
  })

  it('is done with ten thousand fields that all differ', () => {
    const many = (word: string, subfields: number): Field[] =>
      Array.from({ length: 10_000 }, (_, at) => [
        String(600 + (at % 50)),
        ' 0',
        ...Array.from({ length: subfields }, (_, part) => ['a', `${word} ${at} ${part}`]).flat(),
      ])
    expect(diffRecords(record(...many('one', 3)), record(...many('two', 3)))).to.have.length(10_001)
    const wide = (word: string) =>
      record(['505', '0 ', ...Array.from({ length: 20_000 }, (_, at) => ['a', `${word}${at}`]).flat()])
    expect(diffRecords(wide('one'), wide('two'))).to.have.length(2)
  })
})
