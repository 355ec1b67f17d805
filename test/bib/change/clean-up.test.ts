import { expect } from 'chai'
import { type CleanUpRules, cleanUp } from '../../../src/bib/index.ts'
import type { Field } from '../../../src/standards/marc/index.ts'
import { record } from '../records.ts'

const rules: CleanUpRules = { agency: 'XX-Far', country: 'GB', drop: ['9XX'], keep: ['969'], keepControlNumber: true }
const cleaned = (fields: Field[], changes: Partial<CleanUpRules> = {}, agency?: string) =>
  cleanUp(record(...fields), { ...rules, ...changes }, { flavour: 'marc21', agency }).fields

describe('Cleaning a record up', () => {
  it('takes out what local systems left, but not the fields that are named', () => {
    const fields = cleaned([
      ['245', '10', 'a', 'Solaris'],
      ['952', '  ', 'p', '1'],
      ['969', '  ', 'a', 'kept'],
      ['CAT', '  ', 'a', 'other'],
    ])
    expect(fields.map(([tag]) => tag)).to.deep.equal(['040', '245', '969', 'CAT'])
  })

  it("moves the source's control number to 035, with whose it is", () => {
    const numbers: [Field[], string | undefined, string][] = [
      [
        [
          ['001', '  93004456 '],
          ['003', 'DLC'],
        ],
        undefined,
        '(DLC)93004456',
      ],
      [[['001', 'ocm01234567']], 'target', '(OCoLC)ocm01234567'],
      [[['001', '77']], 'kb', '(kb)77'],
      [[['001', '77']], undefined, '77'],
    ]
    for (const [fields, agency, number] of numbers)
      expect(cleaned(fields, {}, agency)[0]).to.deep.equal(['035', '  ', 'a', number])
  })

  it('writes a number once that is there already, and none where the rules say so', () => {
    const fields: Field[] = [
      ['001', '1'],
      ['003', 'DLC'],
      ['035', '  ', 'a', '(DLC)1'],
    ]
    expect(cleaned(fields).filter(([tag]) => tag === '035')).to.have.length(1)
    expect(cleaned(fields.slice(0, 2), { keepControlNumber: false }).map(([tag]) => tag)).to.deep.equal(['040'])
  })

  it('names us in 040 as the last who changed the record', () => {
    expect(cleaned([['003', 'DLC']])).to.deep.equal([['040', '  ', 'a', 'DLC', 'd', 'XX-Far']])
    expect(cleaned([])).to.deep.equal([['040', '  ', 'a', 'XX-Far']])
    expect(cleaned([['040', '  ', 'a', 'DLC', 'c', 'DLC', 'd', 'OCoLC']])[0]).to.deep.equal([
      '040',
      '  ',
      'a',
      'DLC',
      'c',
      'DLC',
      'd',
      'OCoLC',
      'd',
      'XX-Far',
    ])
    expect(cleaned([['040', '  ', 'a', 'DLC']], { agency: undefined })).to.deep.equal([['040', '  ', 'a', 'DLC']])
  })

  it('names us in 801 of UNIMARC', () => {
    const fields = cleanUp(record(['200', '1 ', 'a', 'Solaris'], ['802', '  ', 'a', 'x']), rules, {
      flavour: 'unimarc',
    })
    expect(fields.fields[1]).to.deep.equal(['801', ' 2', 'a', 'GB', 'b', 'XX-Far'])
  })

  it('does nothing more the second time, and leaves the record it was given alone', () => {
    const original = record(['001', '1'], ['003', 'DLC'], ['040', '  ', 'a', 'DLC'], ['245', '10', 'a', 'Solaris'])
    const before = structuredClone(original.fields)
    for (const flavour of ['marc21', 'unimarc'] as const) {
      const once = cleanUp(original, rules, { flavour })
      expect(cleanUp(once, rules, { flavour }).fields).to.deep.equal(once.fields)
    }
    expect(original.fields).to.deep.equal(before)
  })
})
