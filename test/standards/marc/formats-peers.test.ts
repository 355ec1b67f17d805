import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import fc from 'fast-check'
import { Marc } from 'marcjs'
import {
  type MarcRecord,
  marcxmlClose,
  marcxmlOpen,
  writeIso2709,
  writeLine,
  writeMarcJson,
  writeMarcxml,
} from '../../../src/standards/marc/index.ts'
import { needs } from '../../peers.ts'
import { anyRecord } from './arbitrary-records.ts'
import { readAll, recordsOf } from './reading.ts'

/** Peers lose data fields without subfields (marcjs), empty control fields (yaz) and control characters (both). */
const plain = (record: MarcRecord): boolean =>
  record.fields.every(
    ([tag, indicators, ...rest]) =>
      /^\d{3}$/.test(tag) &&
      (tag.startsWith('00') ? indicators !== '' : rest.length > 0) &&
      /^[ 0-9a-z]{2}$/.test(tag.startsWith('00') ? '  ' : indicators) &&
      rest.every((part, at) => at % 2 === 1 || /[a-z0-9]/.test(part)) &&
      ![indicators, ...rest].some((part) => /[\x00-\x1f\x7f-\x9f]/.test(part)),
  )

const wellFormed = anyRecord.filter(plain)

describe('marcjs on well-formed records', () => {
  it('reads our MARC-in-JSON and ISO 2709 as we do', () => {
    fc.assert(
      fc.property(wellFormed, (record) => {
        expect(Marc.parse(writeMarcJson(record), 'mij').fields).to.deep.equal(record.fields)
        expect(Marc.parse(Buffer.from(writeIso2709(record)), 'iso2709').fields).to.deep.equal(record.fields)
      }),
    )
  })

  it('writes MARC-in-JSON and MARCXML that we read as it does', async () => {
    await fc.assert(
      fc.asyncProperty(wellFormed, async (record) => {
        const [json] = recordsOf(await readAll('json', Marc.format(record, 'mij')))
        expect(json!.fields).to.deep.equal(record.fields)
      }),
    )
  })
})

describe('yaz-marcdump on well-formed records', () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'farshelf-marc-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  const run = (program: string, args: readonly string[], input: Uint8Array | string) => {
    const file = join(folder, 'input')
    writeFileSync(file, input)
    return execFileSync(program, [...args, file], { maxBuffer: 1 << 26 })
  }

  it('reads our MARCXML, ISO 2709 and JSON, and we read its', async function () {
    const [marcdump] = needs(this, 'yaz-marcdump')
    const records = fc.sample(wellFormed, { numRuns: 60, seed: 42 })
    const marc = Buffer.concat(records.map((record) => writeIso2709(record)))
    const xml = marcxmlOpen + records.map((record) => writeMarcxml(record)).join('') + marcxmlClose
    const own = recordsOf(await readAll('marc', marc)).map(({ fields }) => fields)

    expect(run(marcdump!, ['-i', 'marcxml', '-o', 'marc'], xml).equals(marc)).to.equal(true)
    for (const [format, output] of [
      ['marcxml', 'marcxml'],
      ['json', 'json'],
    ] as const) {
      const theirs = recordsOf(await readAll(format, run(marcdump!, ['-o', output], marc)))
      expect(theirs.map(({ fields }) => fields)).to.deep.equal(own)
    }
    const lines = run(marcdump!, ['-o', 'line'], marc).toString()
    const [read] = [recordsOf(await readAll('marc', marc))]
    expect(read.map((record) => writeLine(record)).join('')).to.equal(lines)
  })

  it('finds in real records what we find', async function () {
    const [marcdump] = needs(this, 'yaz-marcdump')
    const samples = fileURLToPath(new URL('../../../../shared/marc/marc21/', import.meta.url))
    if (!existsSync(samples)) this.skip()
    for (const name of readdirSync(samples).filter((each) => each.endsWith('.mrc'))) {
      const marc = readFileSync(join(samples, name))
      const outcomes = await readAll('marc', marc)
      const ours = recordsOf(outcomes)
      // What we repaired yaz may have repaired otherwise.
      const sound = (_: unknown, at: number) => outcomes[at]!.diagnostics.length === 0
      for (const [format, output] of [
        ['marcxml', 'marcxml'],
        ['json', 'json'],
      ] as const) {
        const theirs = recordsOf(await readAll(format, run(marcdump!, ['-o', output], marc)))
        expect(theirs, name).to.have.length(ours.length)
        expect(theirs.filter(sound).map(({ fields }) => fields)).to.deep.equal(
          ours.filter(sound).map(({ fields }) => fields),
        )
      }
      const back = recordsOf(await readAll('marc', Buffer.concat(ours.map((record) => writeIso2709(record)))))
      expect(
        back.map(({ fields }) => fields),
        name,
      ).to.deep.equal(ours.map(({ fields }) => fields))
    }
  })
})
