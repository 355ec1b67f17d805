import { expect } from 'chai'
import { decode } from '../../../src/standards/asn1/index.ts'
import {
  DateDue,
  decodeILLAPDU,
  dumpILLAPDU,
  encodeILLAPDU,
  ILLAPDU,
  illAPDUSplitter,
  illLimits,
} from '../../../src/standards/iso10161/index.ts'
import { attack, mutate } from '../asn1/attack.ts'
import { problemOf } from '../asn1/problem.ts'
import { samplesIn } from '../asn1/samples.ts'
import { runs } from '../asn1/scale.ts'
import { examples } from './examples.ts'

const samples = samplesIn('iso10161')

/** Everything an attack begins with: what YAZ wrote, and what we write. */
const all = [...samples.map(({ bytes }) => bytes), ...Object.values(examples).map(encodeILLAPDU)]

describe('APDUs of interlibrary loan', function () {
  this.timeout(runs(120_000))

  it('are there, of every kind', () => {
    const kinds = new Set(samples.map(({ bytes }) => decodeILLAPDU(bytes).type))
    expect(kinds.size).to.equal(20)
    expect(ILLAPDU.tags).to.have.length(20)
  })

  for (const { name, bytes, dump } of samples) {
    it(`written by YAZ are read as they were meant, and written back the same: ${name}`, () => {
      const apdu = decodeILLAPDU(bytes)
      if (examples[name]) expect(apdu).to.deep.equal(examples[name])
      expect(decodeILLAPDU(encodeILLAPDU(apdu))).to.deep.equal(apdu)
      expect(withoutPlaces(dumpILLAPDU(encodeILLAPDU(apdu)))).to.equal(withoutPlaces(dump))
    })

    it(`are dumped as their comment says: ${name}`, () => {
      expect(dumpILLAPDU(bytes)).to.equal(dump)
    })

    it(`are refused cut short at any byte: ${name}`, () => {
      for (let n = 0; n < bytes.length; n++)
        expect(problemOf(() => decodeILLAPDU(bytes.subarray(0, n)))).to.match(/^ber-truncated/)
    })

    it(`are found wherever the stream is cut: ${name}`, () => {
      for (let n = 0; n <= bytes.length; n++) {
        const splitter = illAPDUSplitter()
        const found = [...splitter.push(bytes.subarray(0, n)), ...splitter.push(bytes.subarray(n))]
        expect(found.length === 1 && found[0]?.equals(bytes), `cut at ${n}`).to.equal(true)
      }
    })
  }

  it('are all found in one stream, byte by byte', () => {
    const splitter = illAPDUSplitter()
    expect([...Buffer.concat(all)].flatMap((octet) => splitter.push(Buffer.of(octet)))).to.deep.equal(all)
  })

  it('may leave out what has a default', () => {
    const dateDue = (more: string) => decode(DateDue, Buffer.from(`30${more}`, 'hex'))
    expect(dateDue('0a80083230323730313031')).to.deep.equal({ dateDueField: '20270101', renewable: true })
    expect(dateDue('0d80083230323730313031810100')).to.deep.equal({ dateDueField: '20270101', renewable: false })
  })

  it('are refused beyond the limits of an APDU', () => {
    const note = (length: number) => encodeILLAPDU({ type: 'message', value: { ...bare, note: 'x'.repeat(length) } })
    expect(decodeILLAPDU(note(100_000)).type).to.equal('message')
    expect(problemOf(() => decodeILLAPDU(note(illLimits.size)))).to.match(/^ber-too-large/)
    expect(problemOf(() => illAPDUSplitter().push(note(illLimits.size).subarray(0, 20)))).to.match(/^ber-too-large/)
    const many = Array.from({ length: 2_000 }, () => ({ locationId: {} }))
    const crowded = encodeILLAPDU({
      type: 'illAnswer',
      value: {
        ...bare,
        transactionResults: 'locations-provided',
        resultsExplanation: { type: 'locationsResults', value: { locations: many } },
      },
    })
    expect(problemOf(() => decodeILLAPDU(crowded))).to.match(/^ber-too-many-nodes/)
    const deep = Buffer.concat([Buffer.alloc(60, Buffer.of(0x61, 0x80)), Buffer.alloc(60)])
    expect(problemOf(() => decodeILLAPDU(deep))).to.match(/^ber-too-deep/)
  })

  it('are read or refused when damaged, and what is read can be written', () => {
    const victim = {
      decode: decodeILLAPDU,
      encode: encodeILLAPDU,
      dump: dumpILLAPDU,
      splitter: illAPDUSplitter,
    }
    const outcomes = attack(victim, runs(20_000), (roll, n) => mutate(all[n % all.length]!, roll))
    expect(outcomes.get('read')).to.be.above(500)
    expect(outcomes.size).to.be.at.least(5)
  })
})

const bare = {
  protocolVersionNum: 2,
  transactionId: { transactionGroupQualifier: 'g', transactionQualifier: 'q' },
  serviceDateTime: { dateTimeOfThisService: { date: '20261127' } },
}

/** Where an unknown element begins depends on how lengths are written. */
const withoutPlaces = (dump: string) => dump.replaceAll(/ at byte \d+/g, '')
