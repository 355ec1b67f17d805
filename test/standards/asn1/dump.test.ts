import { expect } from 'chai'
import {
  bits,
  choice,
  dump,
  encode,
  explicit,
  external,
  generalString,
  implicit,
  integer,
  octets,
  optional,
  sequence,
  sequenceOf,
} from '../../../src/standards/asn1/index.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const inner = sequence({ colour: generalString })
const type = sequence({
  id: optional(implicit(2, octets)),
  flags: optional(bits(['a', 'b'])),
  list: optional(implicit(3, sequenceOf(choice({ number: integer, text: generalString })))),
  extra: optional(explicit(4, external)),
})

describe('A dump', () => {
  it('names every element as the description does', () => {
    const bytes = encode(type, {
      id: Buffer.from('abc'),
      flags: { b: true },
      list: [
        { type: 'number', value: -5 },
        { type: 'text', value: 'a "b"' },
      ],
      extra: { directReference: '1.2.3', encoding: { type: 'octetAligned', value: hex('00ff') } },
    })
    expect(dump(type, bytes).split('\n').slice(1)).to.deep.equal([
      '  id: (3) "abc"',
      '  flags: b',
      '  list',
      '    [0] number: -5',
      '    [1] text: "a \\"b\\""',
      '  extra',
      '    directReference: 1.2.3',
      '    encoding octetAligned: (2) 00ff',
    ])
  })

  it('shows what the description skips, with its place', () => {
    const bytes = hex('30 11 82 01 61 a9 06 02 01 05 04 01 ff a3 04 1b 02 68 69')
    expect(dump(type, bytes).split('\n').slice(1)).to.deep.equal([
      '  id: (1) "a"',
      '  ? [9] at byte 5',
      '    ? Integer at byte 7: (1) 05',
      '    ? OctetString at byte 10: (1) ff',
      '  list',
      '    [0] text: "hi"',
    ])
  })

  it('shows elements that are not as described, and goes on', () => {
    const bytes = hex('30 0b 82 01 61 83 01 05 a4 03 02 01 07')
    expect(dump(type, bytes).split('\n').slice(1)).to.deep.equal([
      '  id: (1) "a"',
      '  ? list [3] at byte 5: (1) 05',
      '  ? extra Integer at byte 10: (1) 07',
    ])
  })

  it('describes the data of an EXTERNAL when told its type', () => {
    const bytes = encode(external, {
      directReference: '1.2.3',
      encoding: { type: 'singleAsn1Type', value: encode(inner, { colour: 'red' }) },
    })
    const told = dump(external, bytes, {
      oidName: (oid) => (oid === '1.2.3' ? 'paint' : undefined),
      typeOf: (oid) => (oid === '1.2.3' ? inner : undefined),
    })
    expect(told.split('\n').slice(1)).to.deep.equal([
      '  directReference: 1.2.3 (paint)',
      '  encoding singleAsn1Type',
      '    colour: "red"',
    ])
    expect(dump(external, bytes)).to.contain('? encoding singleAsn1Type Sequence at byte')
  })

  it('cuts long octets short and says how many there are', () => {
    expect(dump(octets, encode(octets, Buffer.alloc(500, 0x61)))).to.equal(`(500) "${'a'.repeat(80)}"…`)
  })
})
