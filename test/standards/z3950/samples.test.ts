import { expect } from 'chai'
import { Apdu, apduSplitter, decodeApdu, dumpApdu, encodeApdu } from '../../../src/standards/z3950/index.ts'
import { indefinite } from '../asn1/indefinite.ts'
import { problemOf } from '../asn1/problem.ts'
import { samples } from './samples.ts'

describe('PDUs off the wire', () => {
  it('are there', () => {
    expect(samples.length).to.be.at.least(40)
  })

  for (const { name, bytes, dump, indefinite: isIndefinite } of samples) {
    it(`come back as they were: ${name}`, () => {
      const apdu = decodeApdu(bytes)
      const written = encodeApdu(apdu)
      // YAZ closes with end-of-contents what takes more than 127 octets; we write lengths.
      if (isIndefinite) expect(decodeApdu(written)).to.deep.equal(apdu)
      else expect(written.toString('hex')).to.equal(bytes.toString('hex'))
    })

    it(`are dumped as their comment says: ${name}`, () => {
      expect(dumpApdu(bytes)).to.equal(dump)
    })

    // ASN.1 data inside an EXTERNAL are kept as they came, so there the two would differ.
    if (!dump.includes('singleAsn1Type'))
      it(`read the same in definite and indefinite lengths: ${name}`, () => {
        const apdu = decodeApdu(bytes)
        expect(decodeApdu(indefinite(encodeApdu(apdu)))).to.deep.equal(apdu)
      })

    it(`are refused cut short at any byte: ${name}`, () => {
      for (let n = 0; n < bytes.length; n++)
        expect(problemOf(() => decodeApdu(bytes.subarray(0, n)))).to.match(/^ber-truncated/)
    })

    it(`are found wherever the stream is cut: ${name}`, () => {
      for (let n = 0; n <= bytes.length; n++) {
        const splitter = apduSplitter()
        const pdus = [...splitter.push(bytes.subarray(0, n)), ...splitter.push(bytes.subarray(n))]
        expect(pdus.length === 1 && pdus[0]?.equals(bytes), `cut at ${n}`).to.equal(true)
      }
    })
  }

  it('are all found in one stream, byte by byte and in one chunk', () => {
    const all = samples.map(({ bytes }) => bytes)
    const stream = Buffer.concat(all)
    const splitter = apduSplitter()
    expect([...stream].flatMap((octet) => splitter.push(Buffer.of(octet)))).to.deep.equal(all)
    expect(apduSplitter().push(stream)).to.deep.equal(all)
  })

  it('are of most kinds', () => {
    const kinds = new Set(samples.map(({ bytes }) => decodeApdu(bytes).type))
    expect(kinds.size).to.be.at.least(15)
    expect(Apdu.tags).to.have.length(25)
  })
})
