import { expect } from 'chai'
import fc from 'fast-check'
import { choice, implicit, nul, Splitter, sequence } from '../../../src/standards/asn1/index.ts'
import { timed } from '../../cpu-time.ts'
import { problemOf } from './problem.ts'
import { hangGuard, runs } from './scale.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const definite = hex('b405 0203010203')
const indefinite = hex('b980 a080 0201 01 3003 020102 0000 9f8149 01 00 0000')
const empty = hex('0500')
const long = Buffer.concat([hex('048202bc'), Buffer.alloc(700, 7)])
const stream = [definite, indefinite, empty, long, indefinite]

describe('A stream splitter', () => {
  it('gives whole PDUs as they complete', () => {
    const splitter = new Splitter()
    expect(splitter.push(Buffer.concat([definite, indefinite.subarray(0, 4)]))).to.deep.equal([definite])
    expect(splitter.pending).to.equal(4)
    expect(splitter.push(indefinite.subarray(4))).to.deep.equal([indefinite])
    expect(splitter.pending).to.equal(0)
  })

  it('finds the same PDUs wherever the stream is cut in two', () => {
    const bytes = Buffer.concat(stream)
    for (let cut = 0; cut <= bytes.length; cut++) {
      const splitter = new Splitter()
      const pdus = [...splitter.push(bytes.subarray(0, cut)), ...splitter.push(bytes.subarray(cut))]
      expect(pdus, `cut at ${cut}`).to.deep.equal(stream)
    }
  })

  it('finds the same PDUs byte by byte', () => {
    const splitter = new Splitter()
    expect([...Buffer.concat(stream)].flatMap((octet) => splitter.push(Buffer.of(octet)))).to.deep.equal(stream)
  })

  it('finds the same PDUs in chunks of any sizes', () => {
    const bytes = Buffer.concat(stream)
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 1 }), (sizes) => {
        const splitter = new Splitter()
        const pdus: Buffer[] = []
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = Math.max(1, sizes[i % sizes.length]!)
          pdus.push(...splitter.push(bytes.subarray(at, at + size)))
          at += size
        }
        expect(pdus).to.deep.equal(stream)
      }),
      { numRuns: runs(100) },
    )
  })

  it('gives copies: the chunk may be used again', () => {
    const chunk = Buffer.from(definite)
    const [pdu] = new Splitter().push(chunk)
    chunk.fill(0)
    expect(pdu).to.deep.equal(definite)
  })

  it('keeps a copy of what is pending', () => {
    const splitter = new Splitter()
    const chunk = Buffer.from(definite.subarray(0, 3))
    splitter.push(chunk)
    chunk.fill(0)
    expect(splitter.push(definite.subarray(3))).to.deep.equal([definite])
  })

  it('is linear in a PDU that comes byte by byte', () => {
    const elements = 60_000
    const pdu = Buffer.concat([hex('3080'), Buffer.alloc(elements * 2, empty), hex('0000')])
    const splitter = new Splitter()
    let pdus = 0
    const took = timed(() => {
      for (const octet of pdu) pdus += splitter.push(Buffer.of(octet)).length
    })
    expect(pdus).to.equal(1)
    expect(took).to.be.below(hangGuard(150))
  })

  it('takes no memory for a PDU that is only announced', () => {
    const before = process.memoryUsage().arrayBuffers
    const splitters = Array.from({ length: 20 }, () => {
      const splitter = new Splitter()
      splitter.push(hex('b484 00fffff0'))
      return splitter
    })
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(1024 * 1024)
    expect(splitters.map(({ pending }) => pending)).to.deep.equal(Array(20).fill(6))
  })

  it('refuses 2 GB at their header, whether announced by the PDU or inside it', () => {
    const before = process.memoryUsage().arrayBuffers
    for (const announced of ['b484 80000000', 'b480 0484 80000000']) {
      const octets = hex(announced)
      const splitter = new Splitter()
      const last = octets.subarray(-1)
      for (const octet of octets.subarray(0, -1)) splitter.push(Buffer.of(octet))
      expect(problemOf(() => splitter.push(last))).to.equal('ber-too-large at 0')
    }
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(64 * 1024)
  })

  it('gives the PDUs before a broken one, however they are chunked, and then the problem', () => {
    const bytes = Buffer.concat([definite, empty, hex('3080 0480')])
    for (const size of [1, 5, bytes.length]) {
      const splitter = new Splitter()
      const pdus: Buffer[] = []
      const all = () => {
        for (let at = 0; at < bytes.length; at += size) pdus.push(...splitter.push(bytes.subarray(at, at + size)))
        splitter.push(Buffer.alloc(0))
      }
      expect(splitter.failure).to.equal(undefined)
      expect(problemOf(all), `in chunks of ${size}`).to.equal('ber-invalid at 2')
      expect(splitter.failure).to.include({ code: 'ber-invalid' })
      expect(pdus).to.deep.equal([definite, empty])
    }
  })

  it('says at once that a chunk ended in a broken PDU', () => {
    const splitter = new Splitter()
    expect(splitter.push(Buffer.concat([empty, hex('3080 0480')]))).to.deep.equal([empty])
    expect(splitter.failure).to.include({ code: 'ber-invalid' })
    expect(splitter.pending).to.equal(4)
  })

  it('refuses what follows a broken PDU', () => {
    const splitter = new Splitter()
    const broken = () => splitter.push(hex('3080 0480'))
    expect(problemOf(broken)).to.equal('ber-invalid at 2')
    expect(problemOf(() => splitter.push(definite))).to.equal('ber-invalid at 2')
  })

  it('counts the offset of an error within its PDU', () => {
    const splitter = new Splitter()
    splitter.push(hex('0500 0500 30'))
    expect(problemOf(() => splitter.push(hex('80 0480')))).to.equal('ber-invalid at 2')
  })

  it('refuses end-of-contents between PDUs', () => {
    const splitter = new Splitter()
    splitter.push(hex('0500'))
    expect(problemOf(() => splitter.push(hex('0000')))).to.equal('ber-invalid at 0')
  })

  it('with a type refuses at once what cannot be one', () => {
    const type = choice({ a: implicit(20, sequence({})), b: implicit(45, nul) })
    expect(new Splitter(type).push(hex('b400 9f2d00'))).to.have.length(2)
    expect(problemOf(() => new Splitter(type).push(Buffer.from('HTTP/1.1 400')))).to.equal('ber-unexpected at 0')
    expect(problemOf(() => new Splitter(type).push(Buffer.from('<html>')))).to.equal('ber-unexpected at 0')
  })
})
