import { expect } from 'chai'
import {
  any,
  bigInteger,
  bitString,
  bits,
  boolean,
  choice,
  decode,
  encode,
  enumerated,
  explicit,
  external,
  generalString,
  implicit,
  integer,
  lazy,
  namedInteger,
  nul,
  octets,
  oid,
  optional,
  sequence,
  sequenceOf,
  setOf,
  type Type,
  universal,
  utf8String,
  visibleString,
  withDefault,
  withWrittenDefault,
} from '../../../src/standards/asn1/index.ts'
import { problemOf } from './problem.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

/** Encodings by hand after X.690. */
const examples: [what: string, type: Type<unknown>, value: unknown, encoding: string][] = [
  ['true', boolean, true, '01 01 01'],
  ['false', boolean, false, '01 01 00'],
  ['zero', integer, 0, '02 01 00'],
  ['the largest integer of one octet', integer, 127, '02 01 7f'],
  ['the smallest integer of two', integer, 128, '02 02 00 80'],
  ['a negative integer of one octet', integer, -128, '02 01 80'],
  ['a negative integer of two', integer, -129, '02 02 ff 7f'],
  ['the largest safe integer', integer, Number.MAX_SAFE_INTEGER, '02 07 1f ff ff ff ff ff ff'],
  ['the smallest safe integer', integer, Number.MIN_SAFE_INTEGER, '02 07 e0 00 00 00 00 00 01'],
  ['an integer of nine octets', bigInteger, 2n ** 64n, '02 09 01 00 00 00 00 00 00 00 00'],
  ['minus 2^63', bigInteger, -(2n ** 63n), '02 08 80 00 00 00 00 00 00 00'],
  ['2^63', bigInteger, 2n ** 63n, '02 09 00 80 00 00 00 00 00 00 00'],
  ['small numbers of the big type', bigInteger, -1n, '02 01 ff'],
  ['a named number by name', namedInteger({ success: 0, failure: 5 }), 'failure', '02 01 05'],
  ['a number without a name', namedInteger({ success: 0, failure: 5 }), 6, '02 01 06'],
  ['an enumerated value', enumerated({ no: 0, yes: 1 }), 'yes', '0a 01 01'],
  ['named bits', bits(['a', 'b', 'c']), { a: true, c: true }, '03 02 00 a0'],
  ['no bits at all', bits(['a', 'b', 'c']), {}, '03 02 00 00'],
  ['sparse bits', bits({ first: 0, ninth: 8 }), { ninth: true }, '03 03 00 00 80'],
  ['bits without names', bitString, { bytes: hex('6e5dc0'), unused: 6 }, '03 04 06 6e 5d c0'],
  ['octets', octets, hex('00ff'), '04 02 00 ff'],
  ['null', nul, null, '05 00'],
  ['an object identifier', oid, '1.2.840.10003.5.10', '06 07 2a 86 48 ce 13 05 0a'],
  ['an object identifier of the joint branch', oid, '2.999.3', '06 03 88 37 03'],
  [
    'an arc made from a UUID',
    oid,
    '2.25.329800735698586629295641978511506172918',
    '06 14 69 83 f0 9d a7 eb cf de e0 c7 a1 a7 b2 c0 94 8c c8 f9 d7 76',
  ],
  ['text', generalString, 'Zoë', '1b 04 5a 6f c3 ab'],
  ['text of another type', utf8String, 'Zoë', '0c 04 5a 6f c3 ab'],
  ['an implicit tag', implicit(2, octets), hex('61'), '82 01 61'],
  ['an explicit tag', explicit(2, octets), hex('61'), 'a2 03 04 01 61'],
  ['an application tag', implicit(1, integer, 'application'), 5, '41 01 05'],
  ['a tag of two octets', implicit(31, nul), null, '9f 1f 00'],
  ['a tag of three octets', implicit(201, nul), null, '9f 81 49 00'],
  ['a tag of four octets', implicit(2 ** 21 - 1, nul), null, '9f ff ff 7f 00'],
  ['a length of two octets', octets, Buffer.alloc(128, 1), `04 81 80 ${'01'.repeat(128)}`],
  ['a length of three octets', octets, Buffer.alloc(256, 1), `04 82 01 00 ${'01'.repeat(256)}`],
  ['a sequence', sequence({ a: integer, b: optional(boolean) }), { a: 1 }, '30 03 02 01 01'],
  ['a default left out', sequence({ a: withDefault(integer, 7), b: nul }), { a: 7, b: null }, '30 02 05 00'],
  ['a default replaced', sequence({ a: withDefault(integer, 7) }), { a: 8 }, '30 03 02 01 08'],
  ['a default written all the same', sequence({ a: withWrittenDefault(integer, 7) }), { a: 7 }, '30 03 02 01 07'],
  ['a list', sequenceOf(integer), [1, 2], '30 06 02 01 01 02 01 02'],
  ['a set', setOf(integer), [2, 1], '31 06 02 01 02 02 01 01'],
  ['an empty list', sequenceOf(integer), [], '30 00'],
  ['a choice', choice({ number: integer, none: nul }), { type: 'none', value: null }, '05 00'],
  [
    'a choice in a choice',
    choice({ inner: choice({ number: integer, none: nul }), flag: boolean }),
    { type: 'inner', value: { type: 'number', value: 3 } },
    '02 01 03',
  ],
  [
    'an implicit tag around a choice, which is explicit',
    implicit(4, choice({ number: integer, none: nul })),
    { type: 'number', value: 3 },
    'a4 03 02 01 03',
  ],
  ['any element', explicit(0, any), hex('0500'), 'a0 02 05 00'],
  [
    'an external of octets',
    external,
    { directReference: '1.2.3', encoding: { type: 'octetAligned', value: hex('61') } },
    '28 07 06 02 2a 03 81 01 61',
  ],
  [
    'an external of one element',
    external,
    { directReference: '1.2.3', encoding: { type: 'singleAsn1Type', value: hex('0500') } },
    '28 08 06 02 2a 03 a0 02 05 00',
  ],
  [
    'an external of bits, known by number',
    external,
    {
      indirectReference: 3,
      dataValueDescriptor: 'x',
      encoding: { type: 'arbitrary', value: { bytes: hex('80'), unused: 7 } },
    },
    '28 0a 02 01 03 07 01 78 82 02 07 80',
  ],
]

describe('A described type', () => {
  for (const [what, type, value, encoding] of examples)
    it(`writes and reads ${what}`, () => {
      expect(encode(type, value).toString('hex')).to.equal(hex(encoding).toString('hex'))
      expect(decode(type, hex(encoding))).to.deep.equal(value)
    })

  it('reads octets as a view of the input, not a copy', () => {
    const input = hex('0402aabb')
    input.set([0xcc], 3)
    const value = decode(octets, input)
    input[2] = 0x11
    expect([...value]).to.deep.equal([0x11, 0xcc])
  })

  it('takes any octet but 0 for true', () => {
    expect([decode(boolean, hex('0101ff')), decode(boolean, hex('010180'))]).to.deep.equal([true, true])
  })

  it('reads integers padded to a fixed width', () => {
    expect(decode(integer, hex('0204 0000007f'))).to.equal(127)
    expect(decode(integer, hex('020a ffffffffffffffffff80'))).to.equal(-128)
  })

  it('ignores bits it has no name for', () => {
    expect(decode(bits(['a', 'b']), hex('0304 00 4f ff ff'))).to.deep.equal({ b: true })
  })

  it('ignores bits that do not count', () => {
    expect(decode(bits(['a', 'b', 'c', 'd']), hex('0302 05 df'))).to.deep.equal({ a: true, b: true })
  })

  it('reads the descriptor of an EXTERNAL as the GraphicString that YAZ sends', () => {
    const descriptor = { indirectReference: 3, dataValueDescriptor: 'x' }
    expect(decode(external, hex('280a 020103 190178 8202 0780'))).to.deep.include(descriptor)
  })

  it('reads strings sent in pieces, nested as X.690 allows', () => {
    expect(decode(octets, hex('2480 0401 61 2403 0401 62 0401 63 0000'))).to.deep.equal(Buffer.from('abc'))
    expect(decode(generalString, hex('3b07 0402 c3ab 0401 21'))).to.equal('ë!')
  })

  it('reads bits sent in pieces', () => {
    expect(decode(bitString, hex('23 09 0303 00 6e5d 0302 06 c0'))).to.deep.equal({ bytes: hex('6e5dc0'), unused: 6 })
    expect(decode(bits(['a', 'b', 'c']), hex('2380 0302 00 a0 0000'))).to.deep.equal({ a: true, c: true })
    expect(decode(bitString, hex('2300'))).to.deep.equal({ bytes: hex(''), unused: 0 })
  })

  it('reads text as UTF-8 where it is, else as Latin-1', () => {
    expect(decode(generalString, hex('1b02 c3ab'))).to.equal('ë')
    expect(decode(generalString, hex('1b01 eb'))).to.equal('ë')
  })

  it('reads one string type in place of another where nothing else claims it', () => {
    const either = choice({ first: visibleString, second: generalString })
    expect(decode(visibleString, hex('1b01 61'))).to.equal('a')
    expect(decode(either, hex('1b01 61'))).to.deep.equal({ type: 'second', value: 'a' })
    expect(decode(either, hex('0c01 61'))).to.deep.equal({ type: 'first', value: 'a' })
  })

  it('skips fields it does not know and reads those after them', () => {
    const type = sequence({ a: implicit(1, integer), b: optional(implicit(3, integer)) })
    expect(decode(type, hex('30 0d 81 01 05 bf 63 80 04 00 00 00 83 01 06'))).to.deep.equal({ a: 5, b: 6 })
  })

  it('skips fields that come too late or again', () => {
    const type = sequence({ a: optional(implicit(1, integer)), b: implicit(2, integer) })
    expect(decode(type, hex('3006 820105 810106'))).to.deep.equal({ b: 5 })
    expect(decode(type, hex('3009 810105 810106 820107'))).to.deep.equal({ a: 5, b: 7 })
  })

  it('gives the default of an absent field', () => {
    const type = sequence({ a: withDefault(integer, 7), b: boolean, c: withWrittenDefault(visibleString, 'x') })
    expect(decode(type, hex('3003 010101'))).to.deep.equal({ a: 7, b: true, c: 'x' })
  })

  it('reads indefinite lengths inside definite ones and the other way round', () => {
    const type = sequenceOf(sequenceOf(integer))
    expect(decode(type, hex('30 80 30 03 020101 30 80 020102 0000 30 00 0000'))).to.deep.equal([[1], [2], []])
    expect(decode(type, hex('30 0b 30 80 020101 0000 3080 0000'))).to.deep.equal([[1], []])
  })

  it('may contain itself', () => {
    interface Tree {
      readonly label: number
      readonly branches: readonly Tree[]
    }
    const tree: Type<Tree> = sequence({
      label: integer,
      branches: sequenceOf(lazy((): Type<Tree> => tree, [universal.sequence])),
    })
    const value = { label: 1, branches: [{ label: 2, branches: [] }] }
    expect(decode(tree, encode(tree, value))).to.deep.equal(value)
  })

  it('refuses two alternatives that begin alike when it is described', () => {
    expect(() => choice({ a: integer, b: namedInteger({ one: 1 }) })).to.throw(TypeError, 'a and b')
    expect(() => choice({ a: integer, b: any })).to.throw(TypeError, 'b may begin with any tag')
  })
})

/** The largest arc of so many octets. */
const arcOf = (octets: number) => (1n << BigInt(octets * 7)) - 1n

describe('A value that does not fit its description', () => {
  const type = sequence({
    number: implicit(0, integer),
    inner: optional(sequence({ list: sequenceOf(choice({ id: oid, name: visibleString })) })),
    data: optional(explicit(1, any)),
    flags: optional(bits(['a'])),
  })
  const complaints: [what: string, value: unknown, complaint: string][] = [
    ['a missing field', {}, 'number cannot be written as [0]: it is missing'],
    ['a fraction', { number: 1.5 }, 'number cannot be written as an INTEGER: it is 1.5'],
    ['not a number', { number: Number.NaN }, 'number cannot be written as an INTEGER: it is NaN'],
    ['an unsafe integer', { number: 2 ** 53 }, 'number cannot be written as an INTEGER: it is 9007199254740992'],
    ['text for a number', { number: '5' }, 'number cannot be written as an INTEGER: it is of type string'],
    ['no list', { number: 1, inner: { list: {} } }, 'inner.list cannot be written as a list: it is of type object'],
    [
      'an unknown alternative',
      { number: 1, inner: { list: [{ type: 'idea', value: '1' }] } },
      'inner.list.0 cannot be written as one of id, name: it is idea',
    ],
    [
      'a name every object has',
      { number: 1, inner: { list: [{ type: 'toString', value: '1' }] } },
      'inner.list.0 cannot be written as one of id, name: it is toString',
    ],
    [
      'no object identifier',
      { number: 1, inner: { list: [{ type: 'id', value: '1.40' }] } },
      'inner.list.0.id cannot be written as an OBJECT IDENTIFIER: it is not of the form 1.2.840',
    ],
    [
      'an unknown bit',
      { number: 1, flags: { b: true } },
      'flags cannot be written as a BIT STRING: no bit is called b',
    ],
    [
      'a bit with a name every object has',
      { number: 1, flags: { constructor: true } },
      'flags cannot be written as a BIT STRING: no bit is called constructor',
    ],
    [
      'no element',
      { number: 1, data: hex('3005') },
      'data cannot be written as one BER element: The data ends inside the element that begins at byte 0',
    ],
  ]
  for (const [what, value, complaint] of complaints)
    it(`is refused by the path of the field: ${what}`, () => {
      expect(problemOf(() => encode(type as Type<unknown>, value))).to.equal(complaint)
    })

  it('is refused when it has more than 32 arcs or 128 octets', () => {
    const arcs = (count: number, arc = '1') => ['1', '2', ...Array(count - 2).fill(arc)].join('.')
    expect(problemOf(() => encode(oid, arcs(32)))).to.equal('none')
    expect(problemOf(() => encode(oid, arcs(33)))).to.contain('more than 32 arcs')
    expect(problemOf(() => encode(oid, arcs(16, String(2n ** 70n))))).to.contain('128 octets')
    expect(problemOf(() => encode(oid, arcs(5_000_000)))).to.contain('more than 32 arcs')
    expect(problemOf(() => encode(oid, arcs(3, '9'.repeat(5_000_000))))).to.contain('128 octets')
  })

  it('is refused beyond the longest object identifier, not before', () => {
    const longest = `2.${arcOf(4) - 80n}${`.${arcOf(4)}`.repeat(30)}`
    expect(decode(oid, encode(oid, longest))).to.equal(longest)
    expect(decode(oid, encode(oid, `1.2.${arcOf(127)}`))).to.equal(`1.2.${arcOf(127)}`)
  })
})
