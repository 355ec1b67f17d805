import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect } from 'chai'
import { apduSplitter, decodeApdu, dumpApdu, encodeApdu } from '../../../src/standards/z3950/index.ts'
import { attack, mutate } from '../asn1/attack.ts'
import { runs } from '../asn1/scale.ts'
import { samples } from './samples.ts'

const z3950 = { decode: decodeApdu, encode: encodeApdu, dump: dumpApdu, splitter: apduSplitter }

/** Octets of heap in use, after everything that can go has gone. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

describe('Damaged PDUs', function () {
  this.timeout(runs(120_000))

  it('are read or refused with a problem of BER, and what is read can be written', () => {
    const outcomes = attack(z3950, runs(40_000), (roll, n) => mutate(samples[n % samples.length]!.bytes, roll))
    // The attack must reach both sides of the decoder.
    expect(outcomes.get('read')).to.be.above(1000)
    expect(outcomes.size).to.be.at.least(6)
  })

  it('leave nothing behind in memory', () => {
    attack(z3950, 500, (roll, n) => mutate(samples[n % samples.length]!.bytes, roll))
    // A leak grows in every round; what else lives in this process does not.
    const growths = Array.from({ length: 3 }, () => {
      const before = heapInUse()
      attack(z3950, 5_000, (roll, n) => mutate(samples[n % samples.length]!.bytes, roll))
      return heapInUse() - before
    })
    expect(Math.min(...growths)).to.be.below(1024 * 1024)
  })

  it('made of random octets are refused', () => {
    const outcomes = attack(z3950, runs(10_000), (roll) =>
      Buffer.from(Array.from({ length: roll(60) }, () => roll(256))),
    )
    expect(outcomes.get('read')).to.equal(undefined)
  })
})
