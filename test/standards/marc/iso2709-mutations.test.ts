import { expect } from 'chai'
import { Problem } from '../../../src/problems.ts'
import { BatchReader, encodeMarc8, readRecord } from '../../../src/standards/marc/index.ts'
import { cpuTime } from '../../cpu-time.ts'
import { fieldsOf, iso2709, numbers, partsOf, splice } from './iso2709-records.ts'

/** Catalogue M01 asks for 200,000; the usual run does a tenth of them. */
const MUTATIONS = Number(process.env['FARSHELF_MUTATIONS'] ?? 20_000)

const fields = fieldsOf(
  '001 ocm00012345',
  '005 20260101120000.0',
  '008 260101s1994    xxu     b    001 0 eng  ',
  '020   $a0912517085$c$12.00',
  '100 1 $aDvořák, Antonín,$d1841-1904.',
  '245 10$aSlavonic dances :$bop. 46 /$cAntonín Dvořák.',
  '650  0$aDances$zBohemia$vScores.',
  '880 1 $6100-01$aДворжак, Антонин',
)
const records = [
  iso2709(fields),
  iso2709(fields, { scheme: ' ', encode: encodeMarc8 }),
  iso2709(fieldsOf('001 1', '245 00$aPlain title.')),
]

/** Bytes without which a record is not the same record: those that a reader must miss. */
function structure(record: Buffer): Set<number> {
  const { base, fields } = partsOf(record)
  const positions = new Set<number>([
    0,
    1,
    2,
    3,
    4,
    10,
    11,
    12,
    13,
    14,
    15,
    16,
    20,
    21,
    22,
    base - 1,
    record.length - 1,
  ])
  for (const { tag, entry, start, end } of fields) {
    for (let at = entry + 3; at < entry + 12; at++) positions.add(at)
    positions.add(end)
    if (!tag.startsWith('00')) positions.add(start + 2)
  }
  return positions
}

describe('A mutated ISO 2709 record', () => {
  it('is repaired with a diagnostic or rejected, never silently, whatever bytes change', function () {
    this.timeout(MUTATIONS * 20)
    const next = numbers(2709)
    const structures = records.map(structure)
    let slowest = 0
    const begun = cpuTime()
    let repaired = 0
    let rejected = 0
    let unharmed = 0
    for (let n = 0; n < MUTATIONS; n++) {
      const original = records[n % records.length]!
      const record = Buffer.from(original)
      const changes = 1 + next(8)
      for (let i = 0; i < changes; i++) record[next(record.length)] = next(256)
      const started = cpuTime()
      try {
        const { diagnostics } = readRecord(record)
        if (diagnostics.length > 0) repaired++
        else {
          unharmed++
          const terminators = record.filter((byte) => byte === 0x1e || byte === 0x1d).length
          expect(terminators, `terminators of ${JSON.stringify(record.toString('latin1'))}`).to.equal(
            original.filter((byte) => byte === 0x1e || byte === 0x1d).length,
          )
          for (const at of structures[n % records.length]!)
            expect(record[at], `byte ${at} of ${JSON.stringify(record.toString('latin1'))}`).to.equal(original[at])
        }
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem
        expect(problem.code).to.equal('marc-unreadable')
        rejected++
      }
      slowest = Math.max(slowest, cpuTime() - started)
    }
    expect(repaired).to.be.greaterThan(MUTATIONS / 2)
    expect(unharmed).to.be.greaterThan(0)
    expect(rejected).to.be.lessThan(MUTATIONS / 50)
    // The figure is 2 ms each; one may meet a machine that stops for a moment
    expect((cpuTime() - begun) / MUTATIONS).to.be.below(2)
    expect(slowest).to.be.below(1000)
  })

  it('is read the same whatever comes behind it', () => {
    const next = numbers(144)
    for (let n = 0; n < 300; n++) {
      const damaged = records.map((record) => {
        const at = next(record.length)
        const cut = next(3)
        const put = [[], [0x1e], [0x1f], [0xef, 0xbf, 0xbd], [0x0d, 0x0a]][next(5)]!
        return splice(record, at, cut, Uint8Array.from(put))
      })
      const source = Buffer.concat([...damaged, ...damaged])
      const whole = new BatchReader()
      const atOnce = [...whole.push(source), ...whole.end()]
      const parted = new BatchReader()
      const inParts: typeof atOnce = []
      for (let at = 0, size = 0; at < source.length; at += size) {
        size = 1 + next(700)
        inParts.push(...parted.push(source.subarray(at, at + size)))
      }
      inParts.push(...parted.end())
      expect(inParts).to.deep.equal(atOnce)
    }
  })
})
