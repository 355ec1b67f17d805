import { expect } from 'chai'
import fc from 'fast-check'
import { alignRecords } from '../../../src/bib/index.ts'
import { type Field, MarcRecord } from '../../../src/standards/marc/index.ts'

const record = (...fields: Field[]): MarcRecord => {
  const made = new MarcRecord()
  made.leader = '00000nam a2200000 a 4500'
  made.fields = fields
  return made
}
const a = (tag: string, text: string): Field => [tag, '  ', 'a', text]
/** Rows in short: tag, kind, and the first subfield of each record's field. */
const short = (...records: MarcRecord[]) =>
  alignRecords(records).map(({ tag, kind, fields }) => [tag, kind, ...fields.map((field) => field?.[3] ?? field?.[1])])

describe('Records side by side', () => {
  it('are aligned by tag, equal fields whatever their order, and others with what is nearest', () => {
    const one = record(a('245', 'Dune'), a('650', 'Deserts'), a('650', 'Fiction'), a('020', '1'))
    const two = record(a('245', 'Dune!'), a('650', 'Fiction'), a('650', 'Deserts'), a('700', 'Herbert'))
    expect(short(one, two).slice(1)).to.deep.equal([
      ['020', 'partial', '1', undefined],
      ['245', 'changed', 'Dune', 'Dune!'],
      ['650', 'same', 'Deserts', 'Deserts'],
      ['650', 'same', 'Fiction', 'Fiction'],
      ['700', 'partial', undefined, 'Herbert'],
    ])
  })

  it('may be three: what the first lacks is aligned between the others', () => {
    const rows = short(
      record(a('245', 'Dune')),
      record(a('245', 'Dune'), a('500', 'Note'), a('700', 'Herbert')),
      record(a('245', 'Dune'), a('500', 'Note')),
    )
    expect(rows.slice(1)).to.deep.equal([
      ['245', 'same', 'Dune', 'Dune', 'Dune'],
      ['500', 'partial', undefined, 'Note', 'Note'],
      ['700', 'partial', undefined, 'Herbert', undefined],
    ])
  })

  it('begin with the leader, without the lengths in it', () => {
    const [one, two] = [record(), record()]
    one.leader = '01234cam a2200289 a 4500'
    two.leader = '00999nam a2200100 a 4500'
    expect(short(one, two)).to.deep.equal([['LDR', 'changed', '     cam a22      a 4500', '     nam a22      a 4500']])
  })

  it('lose no field and show none twice, whatever they are', () => {
    const aField = fc
      .tuple(fc.constantFrom('245', '500', '650'), fc.constantFrom('x', 'y', 'z'))
      .map(([tag, text]) => a(tag, text))
    const aRecord = fc.array(aField, { maxLength: 8 }).map((fields) => record(...fields))
    fc.assert(
      fc.property(fc.array(aRecord, { minLength: 2, maxLength: 3 }), (records) => {
        const rows = alignRecords(records).filter(({ tag }) => tag !== 'LDR')
        for (const [at, { fields }] of records.entries()) {
          expect(rows.map((row) => row.fields[at]).filter((field) => field !== undefined)).to.have.members(fields)
        }
        for (const { tag, fields } of rows) for (const field of fields) if (field) expect(field[0]).to.equal(tag)
      }),
    )
  })
})
