import { expect } from 'chai'
import {
  any,
  bitString,
  boolean,
  choice,
  decode,
  explicit,
  external,
  generalString,
  integer,
  nul,
  octets,
  oid,
  optional,
  sequence,
  sequenceOf,
  type Type,
} from '../../../src/standards/asn1/index.ts'
import { problemOf } from './problem.ts'

const pair = sequence({ a: integer, b: optional(boolean) })
const numberOrNothing = choice({ number: integer, none: nul })

/** What is wrong, the bytes, the problem and the offset of the element at fault, and the type where it matters. */
const vectors: [what: string, hex: string, code: string, offset: number, type?: Type<unknown>][] = [
  ['nothing', '', 'truncated', 0],
  ['a tag without a length', '30', 'truncated', 0],
  ['a long tag cut short', '9f', 'truncated', 0],
  ['a long tag cut short after an octet', '9f81', 'truncated', 0],
  ['a long tag without a length', '9f8101', 'truncated', 0],
  ['a length cut short', '0482', 'truncated', 0],
  ['a length cut short after an octet', '048201', 'truncated', 0],
  ['one octet too few', '040261', 'truncated', 0],
  ['no contents at all', '0405', 'truncated', 0],
  ['a length of 127 with nothing behind', '047f', 'truncated', 0],
  ['a length of 255 with nothing behind', '0481ff', 'truncated', 0],
  ['a length of 65,535 with nothing behind', '0482ffff', 'truncated', 0],
  ['a length of 2^24-1 with nothing behind', '0483ffffff', 'truncated', 0],
  ['a length of 2^24+1', '048401000001', 'too-large', 0],
  ['a length of 2^31-1', '04847fffffff', 'too-large', 0],
  ['a length of 2^31', '048480000000', 'too-large', 0],
  ['a length of 2^32-1', '0484ffffffff', 'too-large', 0],
  ['a length of 2^31 inside', '30060484800000000000'.slice(0, 16), 'too-large', 2],
  ['a length of five octets', '04850000000001', 'length-too-long', 0],
  ['a length of 2^53', '048720000000000000', 'length-too-long', 0],
  ['a length of 2^64-1', '0488ffffffffffffffff', 'length-too-long', 0],
  ['a length of 16 octets', `0490${'00'.repeat(16)}`, 'length-too-long', 0],
  ['a length of 126 octets', `04fe${'00'.repeat(126)}`, 'length-too-long', 0],
  ['the reserved length 0xFF', '04ff', 'length-too-long', 0],
  ['an indefinite length and nothing else', '3080', 'truncated', 2],
  ['an indefinite length without end-of-contents', '3080020101', 'truncated', 5],
  ['half of end-of-contents', '308002010100', 'truncated', 5],
  ['one end-of-contents for two indefinite lengths', '308030800000', 'truncated', 6],
  ['a primitive of indefinite length', '0480610000', 'invalid', 0],
  ['a primitive of indefinite length inside', '300404800000', 'invalid', 2],
  ['end-of-contents first', '0000', 'invalid', 0],
  ['end-of-contents in a definite length', '30020000', 'invalid', 2],
  ['end-of-contents in a definite length inside an indefinite one', '3080300200000000', 'invalid', 4],
  ['end-of-contents with a length of 1', '3080000100', 'invalid', 2],
  ['end-of-contents with a long length', '308000810000', 'invalid', 2],
  ['end-of-contents with a length of 255', '30800081ff', 'invalid', 2],
  ['an end-of-contents too many', '30800000 0000', 'invalid', 4],
  ['an octet after the element', '050000', 'invalid', 2],
  ['a second element', '05000500', 'invalid', 2],
  ['a child longer than its parent and the input', '3003020201', 'truncated', 2],
  ['a child longer than its parent, though there are octets', '3080 3003020201 0000', 'invalid', 4],
  ['a child whose header passes the end of its parent', '3080 300102 01 0000', 'invalid', 4],
  ['an indefinite child that passes the end of its parent', '3080 3002 3080 0000 0000', 'invalid', 6],
  ['a parent one octet shorter than its children', '3005 020101 0201', 'truncated', 5],
  ['a tag number padded with zeros', '9f8001 00', 'invalid', 0],
  ['a tag of five octets', '9fffffff7f00', 'tag-too-long', 0],
  ['a tag that never ends', '9fffffffffff', 'tag-too-long', 0],
  ['a BOOLEAN of no octets', '0100', 'unexpected', 0, boolean],
  ['a BOOLEAN of two', '01020101', 'unexpected', 0, boolean],
  ['a constructed BOOLEAN', '2103010101', 'unexpected', 0, boolean],
  ['an INTEGER of no octets', '0200', 'unexpected', 0, integer],
  ['a constructed INTEGER', '2203020101', 'unexpected', 0, integer],
  ['an INTEGER of 2^53', '020720000000000000', 'invalid', 0, integer],
  ['an INTEGER of eight octets', '02087fffffffffffffff', 'invalid', 0, integer],
  ['an INTEGER below -2^53', '02088000000000000000', 'invalid', 0, integer],
  ['a NULL with contents', '050100', 'unexpected', 0, nul],
  ['a BIT STRING of no octets', '0300', 'unexpected', 0, bitString],
  ['a BIT STRING with eight bits unused', '03020800', 'unexpected', 0, bitString],
  ['an empty BIT STRING with a bit unused', '030101', 'unexpected', 0, bitString],
  ['a BIT STRING with bits unused before the last piece', '2308 03020680 03020080', 'unexpected', 6, bitString],
  ['a BIT STRING in pieces of octets', '2303 040100', 'unexpected', 2, bitString],
  ['octets in pieces of numbers', '2406 040161 020101', 'unexpected', 5, octets],
  ['text in pieces of text', '3b03 1b0161', 'unexpected', 2, generalString],
  ['a constructed OBJECT IDENTIFIER', '2602 0500', 'unexpected', 0, oid],
  ['a constructed OBJECT IDENTIFIER after its like', '3008 06020500 26020500', 'unexpected', 6, sequenceOf(oid)],
  ['an OBJECT IDENTIFIER of no octets', '0600', 'unexpected', 0, oid],
  ['an OBJECT IDENTIFIER cut inside an arc', '060286f7', 'invalid', 0, oid],
  ['an arc padded with zeros', '06032a8001', 'invalid', 0, oid],
  ['an OBJECT IDENTIFIER of 33 arcs', `0620${'01'.repeat(32)}`, 'invalid', 0, oid],
  ['an OBJECT IDENTIFIER of 129 octets', `068181${'81'.repeat(128)}01`, 'invalid', 0, oid],
  ['another type', '020101', 'unexpected', 0, octets],
  ['a primitive SEQUENCE', '1003020101', 'unexpected', 0, pair],
  ['a primitive list', '1003020101', 'unexpected', 0, sequenceOf(integer)],
  ['a list with another element', '3003010101', 'unexpected', 2, sequenceOf(integer)],
  ['a SEQUENCE without a field', '3000', 'unexpected', 0, pair],
  ['a SEQUENCE with a later field only', '3003010101', 'unexpected', 2, pair],
  ['an alternative nobody knows', '040161', 'unexpected', 0, numberOrNothing],
  ['an explicit tag with nothing inside', 'a000', 'unexpected', 0, explicit(0, integer)],
  ['a primitive explicit tag', '8003020101', 'unexpected', 0, explicit(0, integer)],
  ['an explicit tag around another type', 'a003040161', 'unexpected', 2, explicit(0, integer)],
  ['an explicit tag around two elements', 'a006020101020102', 'invalid', 2, explicit(0, integer)],
  ['an EXTERNAL without encoding', '28040602 2a03', 'unexpected', 0, external],
  ['text that is a list', '3003020101', 'unexpected', 0, generalString],
]

describe('Bytes that lie', () => {
  it('come in at least 60 forms', () => {
    expect(vectors.length).to.be.at.least(60)
  })

  for (const [what, hex, code, offset, type = any] of vectors)
    it(`are refused with the place of the lie: ${what}`, () => {
      const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex')
      expect(problemOf(() => decode(type, bytes))).to.equal(`ber-${code} at ${offset}`)
    })

  it('take no memory for what they announce', () => {
    const before = process.memoryUsage().arrayBuffers
    for (const [, hex, , , type = any] of vectors)
      problemOf(() => decode(type, Buffer.from(hex.replaceAll(' ', ''), 'hex')))
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(64 * 1024)
  })
})
