import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { BatchReader, type DiagnosticCode } from '../../../src/standards/marc/index.ts'

const folder = 'fixtures/marc/'
const files = readdirSync(folder).filter((file) => file.endsWith('.mrc'))

interface Expectation {
  readonly records: number
  /** Among the diagnostics of the file. */
  readonly codes: readonly DiagnosticCode[]
  /** Fields lost of all: only where bytes are gone. */
  readonly lost?: number
  readonly rejected?: number
}

const expectations: Record<string, Expectation> = {
  'recoded-without-new-lengths': { records: 3, codes: ['length-wrong', 'entry-misplaced'] },
  'lengths-in-characters': { records: 1, codes: ['length-wrong', 'entry-misplaced'] },
  'line-ends-between-records': { records: 3, codes: ['bytes-between'] },
  'line-ends-behind-terminators': { records: 1, codes: ['bytes-inserted'] },
  'control-characters-as-replacement-characters': { records: 3, codes: ['control-replaced'] },
  'lines-wrapped': { records: 3, codes: ['bytes-inserted'] },
  'cut-short-then-the-next': { records: 2, codes: ['record-terminator-missing', 'entry-without-field'], lost: 3 },
  'no-record-terminators': { records: 3, codes: ['record-terminator-missing'] },
  'field-terminator-lost': { records: 1, codes: ['field-terminator-missing', 'field-split'] },
  'delimiters-as-dollars': { records: 1, codes: ['delimiter-replaced'] },
  'directory-digit-lost': { records: 1, codes: ['directory-wrong'] },
  'base-address-zero': { records: 1, codes: ['base-wrong'] },
  'rubbish-between-records': { records: 2, codes: ['record-not-found'], rejected: 1 },
  'said-to-be-utf-8': { records: 1, codes: [] },
}

/** The fields of record `n`, as they were before the damage. */
const fieldsOfRecord = (n: number): string[] =>
  [
    ['001', `shelf${n}`],
    ['008', '260101s1994    xr      b    001 0 cze  '],
    ['100', '1 ', 'a', 'Škvorecký, Josef,', 'd', '1924-2012.'],
    ['245', '10', 'a', 'Příběh inženýra lidských duší :', 'b', `svazek ${n} /`, 'c', 'Josef Škvorecký.'],
    ['260', '  ', 'a', 'Brno :', 'b', 'Atlantis,', 'c', '1992.'],
    ['650', ' 0', 'a', 'Czechs', 'z', 'Canada', 'v', 'Fiction.'],
  ].map((field) => JSON.stringify(field))

describe('The damaged records of fixtures/marc', () => {
  it('are all known here', () => {
    expect(files.map((file) => file.slice(0, -4)).toSorted()).to.deep.equal(Object.keys(expectations).toSorted())
  })

  for (const [name, { records, codes, lost = 0, rejected = 0 }] of Object.entries(expectations))
    it(`are read: ${name.replaceAll('-', ' ')}`, () => {
      const reader = new BatchReader()
      const outcomes = [...reader.push(readFileSync(`${folder}${name}.mrc`)), ...reader.end()]
      const decoded = outcomes.flatMap((outcome) => ('rejected' in outcome ? [] : [outcome]))
      expect(decoded.length).to.equal(records)
      expect(outcomes.length - decoded.length).to.equal(rejected)
      const found = new Set(outcomes.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)))
      expect([...found]).to.include.members([...codes])
      let missing = 0
      for (const [i, { record, lossy }] of decoded.entries()) {
        expect(lossy).to.equal(false)
        const fields = record.fields.map((field) => JSON.stringify(field))
        missing += fieldsOfRecord(i + 1).filter((field) => !fields.includes(field)).length
      }
      expect(missing).to.equal(lost)
    })
})
