import { expect } from 'chai'
import { Problem } from '../../../src/problems.ts'
import type { Splitter } from '../../../src/standards/asn1/index.ts'
import { cpuTime } from '../../cpu-time.ts'
import { hangGuard } from './scale.ts'

/** A protocol under attack. */
export interface Victim<T> {
  readonly decode: (bytes: Uint8Array) => T
  readonly encode: (value: T) => Buffer
  readonly dump: (bytes: Uint8Array) => string
  readonly splitter: () => Splitter
}

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

/** The bytes with a few octets changed, added, taken away or doubled. */
export function mutate(bytes: Buffer, roll: (below: number) => number): Buffer {
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
function readAndWriteBack<T>({ decode, encode, splitter }: Victim<T>, bytes: Buffer): void {
  const pdu = decode(bytes)
  expect(splitter().push(bytes)).to.have.length(1)
  const written = encode(pdu)
  expect(encode(decode(written)).equals(written)).to.equal(true)
}

/** Attacks so many times; how often each outcome came: `read`, or the code of a problem. */
export function attack<T>(
  victim: Victim<T>,
  count: number,
  make: (roll: (below: number) => number, n: number) => Buffer,
): Map<string, number> {
  const roll = dice(0x5eed)
  const outcomes = new Map<string, number>()
  for (let n = 0; n < count; n++) {
    const bytes = make(roll, n)
    const start = cpuTime()
    try {
      const result = outcome(() => readAndWriteBack(victim, bytes)) ?? 'read'
      outcomes.set(result, (outcomes.get(result) ?? 0) + 1)
      outcome(() => victim.splitter().push(bytes))
      if (n % 10 === 0) outcome(() => victim.dump(bytes))
    } catch (cause) {
      throw new Error(`attack ${n}: ${bytes.toString('hex')}`, { cause })
    }
    expect(cpuTime() - start, bytes.toString('hex')).to.be.below(hangGuard(50))
  }
  return outcomes
}
