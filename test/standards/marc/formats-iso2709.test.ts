import { expect } from 'chai'
import { Marc } from 'marcjs'
import { Problem } from '../../../src/problems.ts'
import { type Field, type MarcRecord, writeIso2709, writeMarcxml } from '../../../src/standards/marc/index.ts'
import { recordOf } from './arbitrary-records.ts'

const leader = '99999nam  2299999 i 9999'

const refusal = (record: MarcRecord, write: (record: MarcRecord) => unknown = writeIso2709): string => {
  try {
    write(record)
  } catch (error) {
    if (error instanceof Problem && error.code === 'marc-unwritable') return String(error.context['detail'])
    throw error
  }
  return 'written'
}
const refused = (...fields: Field[]) => refusal(recordOf(leader, fields))

describe('The ISO 2709 writer', () => {
  it('computes lengths, addresses and the mark of UTF-8', () => {
    const record = recordOf(leader, [
      ['001', 'x1'],
      ['245', '10', 'a', 'Łódź', 'b', ''],
    ])
    expect(Buffer.from(writeIso2709(record)).toString()).to.equal(
      '00067nam a2200049 i 4500001000300000245001400003\x1ex1\x1e10\x1faŁódź\x1fb\x1e\x1d'.replace('00067', '00067'),
    )
  })

  it('writes what marcjs reads', () => {
    const fields: Field[] = [
      ['001', 'x1'],
      ['245', '10', 'a', '红楼梦', 'c', 'Ἰλιάς'],
      ['500', '  ', 'a', ''],
    ]
    expect(Marc.parse(Buffer.from(writeIso2709(recordOf(leader, fields))), 'iso2709').fields).to.deep.equal(fields)
  })

  it('says UTF-8 as UNIMARC does, when asked', () => {
    const coded = '20010101d1999    m  y0frey0103    ba'
    const record = recordOf(leader, [['100', '  ', 'a', coded]])
    const written = Buffer.from(writeIso2709(record, { flavour: 'unimarc' })).toString()
    expect(written.slice(5, 12)).to.equal('nam  22')
    expect(written).to.contain('\x1fa20010101d1999    m  y0frey50      ba\x1e')
    expect(Buffer.from(writeIso2709(record)).toString()).to.contain(coded)
  })

  it('fills a field to its last byte, and refuses one byte more', () => {
    const field = (bytes: number): Field => ['500', '  ', 'a', 'x'.repeat(bytes - 5)]
    expect(refused(field(9_999))).to.equal('written')
    expect(refused(['001', '1'], field(10_000))).to.equal('field 2 (500): it takes 10000 bytes, more than 9999')
    expect(refused(['500', '  ', 'a', 'ź'.repeat(5_000)])).to.match(/^field 1 \(500\): it takes 10005 bytes/)
  })

  it('fills a record to its last byte, and refuses one byte more', () => {
    const fields = (last: number): Field[] => [
      ...Array.from({ length: 9 }, (): Field => ['500', '  ', 'a', 'x'.repeat(9_990)]),
      ['500', '  ', 'a', 'x'.repeat(last)],
    ]
    const room = 99_999 - 24 - 120 - 2 - 9 * 9_995 - 5
    expect(writeIso2709(recordOf(leader, fields(room)))).to.have.length(99_999)
    expect(refused(...fields(room + 1))).to.equal('it takes 100000 bytes, more than 99999')
    expect(refused(...Array.from({ length: 12 }, (): Field => ['500', '  ', 'a', 'x'.repeat(9_990)]))).to.match(
      /^field 12 \(500\): it starts behind byte 99999|^it takes 120/,
    )
  })

  const cannot: Record<string, [Field, RegExp]> = {
    'a tag of two': [['24', '10', 'a', 'x'], /^field 1 \(24\): its tag is not 3 characters$/],
    'a tag outside ASCII': [['24é', '10', 'a', 'x'], /tag holds a character outside ASCII/],
    'one indicator': [['245', '1', 'a', 'x'], /its indicators are "1", not two characters/],
    'an indicator outside ASCII': [['245', '1é', 'a', 'x'], /indicator is a character outside ASCII/],
    'no indicators': [['245', '', 'a', 'x'], /not two characters/],
    'a code of two': [['245', '10', 'ab', 'x'], /the subfield code "ab" is not one character/],
    'a code outside ASCII': [['245', '10', 'é', 'x'], /the subfield code "é" is outside ASCII/],
    'a code without a text': [['245', '10', 'a'], /has a code but no text/],
    'a control field with subfields': [['001', '10', 'a', 'x'], /a control field holds one text/],
    'a record terminator': [
      ['245', '10', 'a', 'x\x1dy'],
      /^field 1 \(245\): subfield \$a holds the separator 1D at 1$/,
    ],
    'a field terminator': [['001', 'x\x1e'], /its text holds the separator 1E at 1/],
    'a delimiter': [['245', '10', 'b', '\x1f'], /subfield \$b holds the separator 1F at 0/],
    'half a character': [['245', '10', 'a', '\ud800'], /half of a surrogate pair/],
  }
  for (const [what, [field, why]] of Object.entries(cannot))
    it(`refuses ${what}`, () => {
      expect(refused(field)).to.match(why)
    })

  it('refuses a leader of another length or alphabet', () => {
    expect(refusal(recordOf('short', []))).to.equal('its leader has 5 characters instead of 24')
    expect(refusal(recordOf(leader.replace('m', 'é'), []))).to.match(/its leader holds a character outside ASCII/)
    expect(refusal(recordOf('short', []), writeMarcxml)).to.match(/leader has 5/)
  })
})
