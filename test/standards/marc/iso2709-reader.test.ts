import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { Marc } from 'marcjs'
import { Problem } from '../../../src/problems.ts'
import {
  BatchReader,
  type Decoded,
  type Field,
  type ReadOptions,
  type Rejected,
  readRecord,
  readRecords,
} from '../../../src/standards/marc/index.ts'
import { needs } from '../../peers.ts'
import { assemble, fieldsOf, iso2709, numbers, splice } from './iso2709-records.ts'

const shared = '../shared/marc'
const samplesIn = (...folders: string[]): string[] =>
  folders.flatMap((folder) =>
    existsSync(join(shared, folder))
      ? readdirSync(join(shared, folder))
          .filter((file) => file.endsWith('.mrc'))
          .map((file) => join(shared, folder, file))
      : [],
  )

function readAll(bytes: Uint8Array, size = bytes.length, options?: ReadOptions): (Decoded | Rejected)[] {
  const reader = new BatchReader(options)
  const outcomes = []
  for (let at = 0; at < bytes.length; at += size) outcomes.push(...reader.push(bytes.subarray(at, at + size)))
  return [...outcomes, ...reader.end()]
}

const decoded = (outcomes: readonly (Decoded | Rejected)[]): Decoded[] =>
  outcomes.flatMap((outcome) => ('rejected' in outcome ? [] : [outcome]))

const title = (n: number): Field[] => fieldsOf(`001 r${n}`, `245 10$aTitle number ${n} /$cÁ. Author.`)

describe('readRecord', () => {
  it('gives fields in the shape of marcjs, the leader and the bytes', () => {
    const bytes = iso2709(title(1))
    const { record, encoding, lossy, lossyFields, diagnostics, ordinal, offset, raw } = readRecord(bytes)
    expect(record.fields).to.deep.equal([
      ['001', 'r1'],
      ['245', '10', 'a', 'Title number 1 /', 'c', 'Á. Author.'],
    ])
    expect(record.leader).to.equal(bytes.toString('latin1', 0, 24))
    expect({ encoding, lossy, lossyFields, diagnostics, ordinal, offset }).to.deep.equal({
      encoding: 'utf-8',
      lossy: false,
      lossyFields: [],
      diagnostics: [],
      ordinal: 1,
      offset: 0,
    })
    expect(Buffer.compare(raw, bytes)).to.equal(0)
  })

  it('reads bytes that are part of a larger buffer', () => {
    const bytes = Buffer.concat([Buffer.from('abc'), iso2709(title(1)), Buffer.from('def')])
    expect(readRecord(new Uint8Array(bytes.buffer, bytes.byteOffset + 3, bytes.length - 6)).diagnostics).to.deep.equal(
      [],
    )
  })

  it('counts offsets from the place it is told', () => {
    const bytes = splice(iso2709(title(1)), 0, 5, '00000')
    expect(readRecord(bytes, {}, { ordinal: 7, offset: 1000 }).diagnostics).to.deep.equal([
      { code: 'length-wrong', record: 7, offset: 1000, detail: `00000 for ${bytes.length}` },
    ])
  })

  for (const [what, bytes] of [
    ['nothing', ''],
    ['three letters', 'abc'],
    ['a web page', '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>'],
    ['NULs', '\0'.repeat(100)],
    ['a record without fields', '00026nam  2200025   4500\x1e\x1d'],
  ] as const)
    it(`refuses ${what}`, () => {
      expect(() => readRecord(Buffer.from(bytes)))
        .to.throw(Problem)
        .with.property('code', 'marc-unreadable')
    })

  it('accepts fields that stand in another order than their entries', () => {
    const bytes = iso2709(title(1))
    const [first, second] = [bytes.subarray(24, 36), bytes.subarray(36, 48)]
    const swapped = splice(bytes, 24, 24, Buffer.concat([second, first]))
    expect(readRecord(swapped).record.fields.map(([tag]) => tag)).to.deep.equal(['245', '001'])
    expect(readRecord(swapped).diagnostics).to.deep.equal([])
  })
})

describe('readRecords', () => {
  it('gives the records of a source with their ordinals and offsets', async () => {
    const records = [1, 2, 3].map((n) => iso2709(title(n)))
    const found = []
    for await (const outcome of readRecords(records)) found.push(outcome)
    expect(decoded(found).map(({ record }) => record.fields[0]![1])).to.deep.equal(['r1', 'r2', 'r3'])
    expect(found.map(({ ordinal }) => ordinal)).to.deep.equal([1, 2, 3])
    expect(found[2]!.offset).to.equal(records[0]!.length + records[1]!.length)
  })

  it('stops reading its source when its reader does', async () => {
    let closed = false
    async function* source() {
      try {
        for (let n = 1; ; n++) yield iso2709(title(n))
      } finally {
        closed = true
      }
    }
    for await (const { ordinal } of readRecords(source())) if (ordinal === 3) break
    expect(closed).to.equal(true)
  })

  it('passes over line ends, NULs and blanks between records, and says so', () => {
    const outcomes = readAll(
      Buffer.concat([
        iso2709(title(1)),
        Buffer.from('\r\n'),
        iso2709(title(2)),
        Buffer.from('\0\0 \x1a'),
        iso2709(title(3)),
        Buffer.from('\n\n'),
      ]),
    )
    expect(outcomes.map(({ diagnostics }) => diagnostics.map(({ code, detail }) => [code, detail]))).to.deep.equal([
      [],
      [['bytes-between', '2 bytes']],
      [['bytes-between', '4 bytes']],
    ])
    expect(decoded(outcomes).length).to.equal(3)
  })

  it('passes over a byte order mark', () => {
    const [outcome] = readAll(Buffer.concat([Buffer.from('\ufeff'), iso2709(title(1))]))
    expect(outcome).to.have.nested.property('record.fields.length', 2)
  })

  it('keeps a thousand good records and reports fifty bad ones with their offsets', () => {
    const next = numbers(3)
    const pieces: Buffer[] = []
    const bad = new Map<number, number>()
    let at = 0
    for (let n = 1; n <= 1050; n++) {
      let piece = iso2709(title(n))
      if (n % 21 === 0) {
        bad.set(n, at)
        piece = [
          () => splice(piece, 0, 5, '00300'),
          () => Buffer.from(`garbage ${'of some length '.repeat(next(9))}\x1d`),
          () => piece.subarray(0, 60),
          () => splice(piece, 12, 5, '99999'),
          () => splice(piece, piece.length - 2, 2),
          () => splice(piece, 24, 24, 'x'.repeat(24)),
        ][n % 6]!()
      }
      pieces.push(piece)
      at += piece.length
    }
    const outcomes = readAll(Buffer.concat(pieces), 4096)
    const clean = decoded(outcomes).filter(({ diagnostics }) => diagnostics.length === 0)
    expect(clean.length).to.equal(1000)
    const faulty = outcomes.filter(({ diagnostics }) => diagnostics.length > 0)
    expect(faulty.map(({ ordinal }) => ordinal)).to.deep.equal([...bad.keys()])
    expect(faulty.map(({ offset }) => offset)).to.deep.equal([...bad.values()])
  })

  it('reads records over 99,999 bytes, whatever their leader can still say', () => {
    const notes = Array.from({ length: 30 }, (_, n) => ['520', '  ', 'a', `${n} `.repeat(2000)] as Field)
    const long = iso2709([...title(1), ...notes])
    expect(long.length).to.be.greaterThan(150_000)
    for (const stated of ['99999', '00000', String(long.length % 100_000).padStart(5, '0')]) {
      const [outcome, next] = readAll(Buffer.concat([splice(long, 0, 5, stated), iso2709(title(2))]), 10_000)
      expect(outcome!.diagnostics.map(({ code }) => code)).to.include.members(['record-too-long', 'length-wrong'])
      expect(outcome)
        .to.have.nested.property('record.fields')
        .deep.equal([...title(1), ...notes])
      expect(next!.diagnostics).to.deep.equal([])
    }
  })

  it('reads a field over 9,999 bytes by its terminator', () => {
    const long = 'very '.repeat(3000)
    const { record, diagnostics } = readRecord(
      iso2709([...title(1), ['520', '  ', 'a', long], ['650', ' 0', 'a', 'Length.']]),
    )
    expect(record.fields.slice(2)).to.deep.equal([
      ['520', '  ', 'a', long],
      ['650', ' 0', 'a', 'Length.'],
    ])
    expect(diagnostics.map(({ code }) => code)).to.include('entry-misplaced')
  })

  it('reads ten thousand fields', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => ['650', ' 0', 'a', `s${n}`] as Field)
    const [outcome] = readAll(iso2709(many))
    expect(outcome).to.have.nested.property('record.fields.length', 10_000)
  })

  it('rejects as one what is larger than the limit, and goes on behind it', () => {
    const huge = Buffer.concat([iso2709(title(1)).subarray(0, -1), Buffer.alloc(3 << 20, 'x'), Buffer.of(0x1d)])
    const source = Buffer.concat([iso2709(title(1)), huge, iso2709(title(2))])
    for (const size of [source.length, 65_536, 1_000_003]) {
      const outcomes = readAll(source, size)
      expect(outcomes.map((outcome) => ('rejected' in outcome ? outcome.diagnostics[0]!.code : 'ok'))).to.deep.equal([
        'ok',
        'record-over-limit',
        'ok',
      ])
      expect(outcomes[1]!.raw.length).to.equal(1 << 20)
      expect(outcomes[2]!.offset).to.equal(source.length - iso2709(title(2)).length)
    }
  })

  it('holds no more than a record of a source without end', () => {
    const reader = new BatchReader()
    const chunk = Buffer.concat(Array.from({ length: 60 }, (_, n) => iso2709(title(n)))).subarray(0, 4999)
    const before = process.memoryUsage().arrayBuffers
    let records = 0
    for (let n = 0; n < 4000; n++) records += reader.push(Buffer.from(chunk)).length
    expect(records).to.be.greaterThan(100_000)
    expect(process.memoryUsage().arrayBuffers - before).to.be.lessThan(64 << 20)
  })

  it('gives the same however the source is cut', () => {
    const damaged = [
      splice(iso2709(title(2)), 0, 5, '00300'),
      splice(iso2709(title(3)), 30, 1),
      iso2709(title(4)).subarray(0, -1),
      Buffer.from('\n\n'),
      splice(iso2709(title(5)), 60, 1, '\x1d'),
      Buffer.from('rubbish\x1d'),
      assemble(['001'], [Buffer.from('x\x1e')]),
      iso2709(title(6)).subarray(0, 55),
    ]
    const source = Buffer.concat([iso2709(title(1)), ...damaged, iso2709(title(7))])
    const whole = readAll(source)
    for (let size = 1; size < source.length; size += size < 120 ? 1 : 97)
      expect(readAll(source, size), `chunks of ${size}`).to.deep.equal(whole)
  })
})

describe('Real samples', () => {
  const wellFormed = samplesIn('marc21', 'marc8')
  const all = samplesIn('marc21', 'marc8', 'malformed', 'unimarc', 'other')

  before(function () {
    if (all.length === 0) {
      this.test!.title += ` [skipped: no samples in ${shared}]`
      this.skip()
    }
  })

  it('read the same in chunks of one byte and of any size', () => {
    for (const path of all) {
      const bytes = readFileSync(path)
      const whole = readAll(bytes)
      for (const size of bytes.length < 6000 ? [1, 7, 64, 1021] : [61, 1021]) {
        const parts = readAll(bytes, size)
        expect(parts.length, `${path} in ${size}`).to.equal(whole.length)
        parts.forEach((part, i) => {
          expect({ ...part, raw: 0 }, `${path} in ${size}`).to.deep.equal({ ...whole[i], raw: 0 })
        })
      }
    }
  })

  it('hold no rejected record where they are well-formed, and the fields that marcjs finds', () => {
    for (const path of wellFormed)
      for (const outcome of readAll(readFileSync(path))) {
        if ('rejected' in outcome) throw new Error(`${path}: ${outcome.ordinal} rejected`)
        const theirs = Marc.parse(Buffer.from(outcome.raw), 'iso2709').fields
        expect(outcome.record.fields.map(([tag]) => tag)).to.deep.equal(theirs.map(([tag]) => tag))
        if (outcome.encoding !== 'utf-8' || outcome.lossy || outcome.diagnostics.length > 0) continue
        expect(outcome.record.fields, path).to.deep.equal(
          theirs.map((field) => field.map((part) => part.normalize('NFC'))),
        )
      }
  })

  it('in MARC-8 are recognised, whatever their leader says', () => {
    for (const path of samplesIn('marc8'))
      for (const { encoding } of decoded(readAll(readFileSync(path)))) expect(encoding, path).to.equal('marc-8')
  })

  it('give at least as many fields as yaz-marcdump finds', function () {
    const [marcdump] = needs(this, 'yaz-marcdump')
    for (const path of all) {
      let lines: string
      try {
        lines = execFileSync(marcdump!, [path], { encoding: 'latin1', stdio: ['ignore', 'pipe', 'ignore'] })
      } catch (error) {
        // It ends with an error on some damaged samples, after what it could read
        lines = String((error as { stdout?: string }).stdout ?? '')
      }
      const theirs = lines.split('\n').filter((line) => /^[0-9A-Za-z ]{3} /.test(line)).length
      const ours = decoded(readAll(readFileSync(path))).reduce((sum, { record }) => sum + record.fields.length, 0)
      expect(ours, path).to.be.at.least(theirs)
    }
  })
})
