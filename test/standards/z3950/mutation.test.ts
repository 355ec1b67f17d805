import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect } from 'chai'
import { Problem } from '../../../src/problems.ts'
import { apduSplitter, decodeApdu, dumpApdu, encodeApdu } from '../../../src/standards/z3950/index.ts'
import { cpuTime } from '../../cpu-time.ts'
import { hangGuard, runs } from '../asn1/scale.ts'
import { samples } from './samples.ts'

/** Pseudo-random integers below a bound, the same in every run (xorshift32). */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

/** Octets that mean something to BER are likelier than others. */
const telling = [0x00, 0x01, 0x1f, 0x30, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x9f, 0xa0, 0xbf, 0xff]

function mutate(bytes: Buffer, roll: (below: number) => number): Buffer {
  const octet = () => (roll(2) === 0 ? telling[roll(telling.length)]! : roll(256))
  let mutant = Buffer.from(bytes)
  for (let changes = 1 + roll(8); changes > 0; changes--) {
    const at = roll(mutant.length + 1)
    switch (roll(6)) {
      case 0:
        mutant = Buffer.concat([mutant.subarray(0, at), Buffer.of(octet()), mutant.subarray(at)])
        break
      case 1:
        mutant = Buffer.concat([mutant.subarray(0, at), mutant.subarray(at + 1 + roll(4))])
        break
      case 2: {
        const slice = mutant.subarray(at, at + 1 + roll(30))
        mutant = Buffer.concat([mutant.subarray(0, at), slice, mutant.subarray(at)])
        break
      }
      default:
        if (at < mutant.length) mutant[at] = octet()
    }
  }
  return mutant
}

/** The code of the problem, or undefined; anything but a problem of BER is thrown. */
function outcome(work: () => void): string | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof Problem && error.code.startsWith('ber-') && error.code !== 'ber-unencodable') return error.code
    throw error
  }
}

/** What is read must be one PDU to the splitter too, be writable, and be read again as the same. */
function readAndWriteBack(bytes: Buffer): void {
  const apdu = decodeApdu(bytes)
  expect(apduSplitter().push(bytes)).to.have.length(1)
  const written = encodeApdu(apdu)
  expect(encodeApdu(decodeApdu(written)).equals(written)).to.equal(true)
}

function attack(count: number, make: (roll: (below: number) => number, n: number) => Buffer): Map<string, number> {
  const roll = dice(0x5eed)
  const outcomes = new Map<string, number>()
  for (let n = 0; n < count; n++) {
    const bytes = make(roll, n)
    const start = cpuTime()
    try {
      const result = outcome(() => readAndWriteBack(bytes)) ?? 'read'
      outcomes.set(result, (outcomes.get(result) ?? 0) + 1)
      outcome(() => apduSplitter().push(bytes))
      if (n % 10 === 0) outcome(() => dumpApdu(bytes))
    } catch (cause) {
      throw new Error(`attack ${n}: ${bytes.toString('hex')}`, { cause })
    }
    expect(cpuTime() - start, bytes.toString('hex')).to.be.below(hangGuard(50))
  }
  return outcomes
}

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
    const outcomes = attack(runs(40_000), (roll, n) => mutate(samples[n % samples.length]!.bytes, roll))
    // The attack must reach both sides of the decoder.
    expect(outcomes.get('read')).to.be.above(1000)
    expect(outcomes.size).to.be.at.least(6)
  })

  it('leave nothing behind in memory', () => {
    attack(500, (roll, n) => mutate(samples[n % samples.length]!.bytes, roll))
    // A leak grows in every round; what else lives in this process does not.
    const growths = Array.from({ length: 3 }, () => {
      const before = heapInUse()
      attack(5_000, (roll, n) => mutate(samples[n % samples.length]!.bytes, roll))
      return heapInUse() - before
    })
    expect(Math.min(...growths)).to.be.below(1024 * 1024)
  })

  it('made of random octets are refused', () => {
    const outcomes = attack(runs(10_000), (roll) => Buffer.from(Array.from({ length: roll(60) }, () => roll(256))))
    expect(outcomes.get('read')).to.equal(undefined)
  })
})
