import { expect } from 'chai'
import {
  any,
  bigInteger,
  boolean,
  choice,
  decode,
  defaultLimits,
  dump,
  encode,
  explicit,
  generalString,
  integer,
  lazy,
  nul,
  oid,
  optional,
  Splitter,
  sequence,
  sequenceOf,
  type Type,
  universal,
} from '../../../src/standards/asn1/index.ts'
import { timed } from '../../cpu-time.ts'
import { problemOf } from './problem.ts'
import { hangGuard } from './scale.ts'

/** `levels` elements around one another, the innermost an empty list. */
function nested(levels: number, form: 'definite' | 'indefinite'): Buffer {
  if (form === 'indefinite')
    return Buffer.concat([Buffer.alloc(levels * 2, Buffer.of(0x30, 0x80)), Buffer.alloc(levels * 2)])
  const headers: Buffer[] = []
  let length = 0
  for (let level = 0; level < levels; level++) {
    const header = length < 0x80 ? Buffer.of(0x30, length) : Buffer.of(0x30, 0x84, 0, 0, 0, 0)
    if (length >= 0x80) header.writeUInt32BE(length, 2)
    headers.push(header)
    length += header.length
  }
  return Buffer.concat(headers.reverse())
}

type Tree = readonly Tree[]
const Tree: Type<Tree> = sequenceOf(lazy((): Type<Tree> => Tree, [universal.sequence]))
const splitAll = (bytes: Buffer) => new Splitter().push(bytes).length

describe('Depth', () => {
  for (const form of ['definite', 'indefinite'] as const)
    for (const [levels, outcome] of [
      [10, 'none'],
      [63, 'none'],
      [64, 'none'],
      [65, 'ber-too-deep'],
      [2_441, 'ber-too-deep'],
      [100_000, 'ber-too-deep'],
    ] as const)
      it(`of ${levels} levels of ${form} length ${outcome === 'none' ? 'is read' : 'is refused'}`, () => {
        const bytes = nested(levels, form)
        let outcomes: string[] = []
        const took = timed(() => {
          outcomes = [Tree, any as Type<unknown>].map((type: Type<unknown>) =>
            problemOf(() => decode(type, bytes)).replace(/ at .*/, ''),
          )
          outcomes.push(problemOf(() => dump(Tree, bytes)).replace(/ at .*/, ''))
          // Definite lengths say at once where the PDU ends, however deep it is.
          if (form === 'indefinite') outcomes.push(problemOf(() => splitAll(bytes)).replace(/ at .*/, ''))
        })
        expect([...new Set(outcomes)]).to.deep.equal([outcome])
        expect(took).to.be.below(hangGuard(5))
      })

  it('says where the 65th level begins', () => {
    expect(problemOf(() => decode(Tree, nested(65, 'indefinite')))).to.equal('ber-too-deep at 128')
  })

  it('counts a primitive element as a level', () => {
    const around = (levels: number): Type<null> => (levels === 0 ? nul : explicit(0, around(levels - 1)))
    expect(decode(around(63), encode(around(63), null))).to.equal(null)
    expect(problemOf(() => encode(around(64), null))).to.contain('nested deeper than 64')
  })

  it('of what is written is limited alike', () => {
    const tree = (levels: number): Tree => (levels === 1 ? [] : [tree(levels - 1)])
    expect(decode(Tree, encode(Tree, tree(64)))).to.deep.equal(tree(64))
    expect(problemOf(() => encode(Tree, tree(65)))).to.contain('nested deeper than 64')
    const endless: unknown[] = []
    endless.push(endless)
    expect(problemOf(() => encode(Tree, endless as unknown as Tree))).to.contain('nested deeper than 64')
  })

  it('of an element taken over raw counts where it is put', () => {
    const type = explicit(0, any)
    expect(encode(type, nested(63, 'definite'))).to.have.length.above(0)
    expect(problemOf(() => encode(type, nested(64, 'definite')))).to.contain('63 levels')
  })
})

describe('Size', () => {
  const limits = { ...defaultLimits, size: 1000 }
  const ofSize = (size: number) =>
    Buffer.concat([Buffer.of(0x04, 0x82, (size - 4) >> 8, (size - 4) & 0xff), Buffer.alloc(size - 4)])

  for (const [size, outcome] of [
    [999, 'none'],
    [1000, 'none'],
    [1001, 'ber-too-large at 0'],
  ] as const)
    it(`of ${size} octets under a limit of 1000: ${outcome}`, () => {
      expect(problemOf(() => decode(any, ofSize(size), limits))).to.equal(outcome)
      expect(problemOf(() => new Splitter(undefined, limits).push(ofSize(size)))).to.equal(outcome)
    })

  it('is limited to 16 MiB unless said otherwise', () => {
    const announce = (length: number) =>
      Buffer.of(0x04, 0x84, ...Buffer.from(length.toString(16).padStart(8, '0'), 'hex'))
    const most = 16 * 1024 * 1024 - 6
    expect(problemOf(() => new Splitter().push(announce(most)))).to.equal('none')
    expect(problemOf(() => new Splitter().push(announce(most + 1)))).to.equal('ber-too-large at 0')
  })

  it('is refused as soon as an indefinite PDU announces more inside', () => {
    const splitter = new Splitter(undefined, limits)
    splitter.push(Buffer.of(0x30, 0x80))
    expect(problemOf(() => splitter.push(Buffer.of(0x04, 0x82, 0x10, 0)))).to.equal('ber-too-large at 0')
  })
})

describe('The number of elements', () => {
  const limits = { ...defaultLimits, nodes: 50 }
  const flat = (children: number) =>
    Buffer.concat([Buffer.of(0x30, 0x80), Buffer.alloc(children * 2, Buffer.of(5, 0)), Buffer.of(0, 0)])

  for (const [nodes, outcome] of [
    [49, 'none'],
    [50, 'none'],
    [51, 'ber-too-many-nodes at 100'],
  ] as const)
    it(`may be 50 under a limit of 50: ${nodes} gives ${outcome}`, () => {
      expect(problemOf(() => decode(any, flat(nodes - 1), limits))).to.equal(outcome)
      expect(problemOf(() => new Splitter(undefined, limits).push(flat(nodes - 1)))).to.equal(outcome)
    })

  it('is limited to 100,000 unless said otherwise', () => {
    expect(decode(sequenceOf(nul), flat(99_999))).to.have.length(99_999)
    expect(problemOf(() => decode(any, flat(100_000)))).to.equal('ber-too-many-nodes at 200000')
  })

  it('is counted afresh for each PDU of a stream', () => {
    const splitter = new Splitter(undefined, limits)
    expect(splitter.push(Buffer.concat([flat(49), flat(49)]))).to.have.length(2)
  })
})

describe('Identifier and length octets', () => {
  for (const [what, hex, outcome] of [
    ['a tag of three octets', '9fff7f00', 'none'],
    ['a tag of four octets', '9fffff7f00', 'none'],
    ['a tag of five octets', '9fffffff7f00', 'ber-tag-too-long at 0'],
    ['three further length octets', '048300000100', 'none'],
    ['four further length octets', '04840000000100', 'none'],
    ['five further length octets', '0485000000000100', 'ber-length-too-long at 0'],
    ['127 further length octets', `04ff${'00'.repeat(127)}`, 'ber-length-too-long at 0'],
  ] as const)
    it(`may be four each: ${what}: ${outcome}`, () => {
      expect(problemOf(() => decode(any, Buffer.from(hex, 'hex')))).to.equal(outcome)
      expect(problemOf(() => new Splitter().push(Buffer.from(hex, 'hex')))).to.equal(outcome)
    })
})

describe('Indefinite lengths', () => {
  it('take time in proportion, whatever is absent after them', () => {
    const inner = Buffer.from('3080 3080 0000 0000'.replaceAll(' ', ''), 'hex')
    const many = 33_000
    const bytes = Buffer.concat([Buffer.of(0x30, 0x80), Buffer.alloc(many * inner.length, inner), Buffer.alloc(2)])
    const type = sequenceOf(sequence({ list: sequenceOf(nul), flag: optional(boolean) }))
    const took = timed(() => expect(decode(type, bytes)).to.have.length(many))
    expect(took).to.be.below(hangGuard(50))
  })
})

describe('A megabyte', () => {
  const mega = 1_000_000
  const long = (tag: number, content: Buffer) =>
    Buffer.concat([
      Buffer.of(tag, 0x83, content.length >> 16, (content.length >> 8) & 0xff, content.length & 0xff),
      content,
    ])

  for (const [what, type, bytes, outcome] of [
    ['of tag octets', any, Buffer.alloc(mega, 0xff), 'ber-tag-too-long at 0'],
    ['of an object identifier', oid, long(6, Buffer.alloc(mega, 0x01)), 'ber-invalid at 0'],
    ['of one arc', oid, long(6, Buffer.alloc(mega, 0x81)), 'ber-invalid at 0'],
    ['of INTEGER for a number', integer, long(2, Buffer.alloc(mega, 0x55)), 'ber-invalid at 0'],
    ['of zeros before an INTEGER', integer, long(2, Buffer.alloc(mega)), 'none'],
    ['of INTEGER of any size', bigInteger, long(2, Buffer.alloc(mega, 0x55)), 'none'],
    ['of negative INTEGER of any size', bigInteger, long(2, Buffer.alloc(mega, 0xaa)), 'none'],
    ['of text', generalString, long(27, Buffer.alloc(mega, 0xe9)), 'none'],
    [
      'of text in pieces',
      generalString,
      long(0x3b, Buffer.alloc(mega / 20, Buffer.of(4, 1, 0x61)).subarray(0, 49_998)),
      'none',
    ],
    [
      'of elements no field claims',
      choice({ a: sequenceOf(nul) }),
      long(0x30, Buffer.alloc(mega, Buffer.of(2, 0))),
      'ber-too-many-nodes at 200003',
    ],
  ] as const)
    it(`${what} takes time in proportion`, () => {
      let outcomeSeen = ''
      const took = timed(() => {
        outcomeSeen = problemOf(() => decode(type as Type<unknown>, bytes))
      })
      expect(outcomeSeen).to.equal(outcome)
      expect(took).to.be.below(hangGuard(100))
    })
})
