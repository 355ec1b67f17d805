import { expect } from 'chai'
import fc from 'fast-check'
import {
  detectFormat,
  formats,
  type MarcRecord,
  type ReadableFormat,
  readableFormats,
} from '../../../src/standards/marc/index.ts'
import { anyRecord, content, recordOf } from './arbitrary-records.ts'
import { readAll, recordsOf } from './reading.ts'

const bytesOf = (format: ReadableFormat, records: readonly MarcRecord[]): Buffer => {
  const { open, write, close } = formats[format]
  return Buffer.concat([Buffer.from(open), ...records.map((record) => Buffer.from(write(record))), Buffer.from(close)])
}

const sample = recordOf('00000nam a2200000 i 4500', [
  ['001', 'x 1'],
  ['245', '10', 'a', 'Łódź $5 {and} \\ more /', 'c', '红楼梦 — Война'],
  ['500', '  '],
  ['500', ' #', 'a', ''],
])

/** A record whose bytes in ISO 2709 are beyond doubt: odd codes and empty fields there look like damage, and are repaired. */
const regularIn =
  (format: ReadableFormat) =>
  (record: MarcRecord): boolean =>
    format !== 'marc' ||
    record.fields.every(
      ([tag, indicators, ...rest]) =>
        (tag.startsWith('00') && indicators !== '') ||
        (/^[ 0-9a-z]{2}$/.test(indicators) &&
          rest.length > 0 &&
          rest.every((part, at) => at % 2 === 1 || /[a-z0-9]/.test(part))),
    )

describe('Every MARC format', () => {
  for (const format of readableFormats) {
    it(`${format} gives back what was written`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyRecord.filter(regularIn(format)), { maxLength: 3 }), async (records) => {
          const outcomes = await readAll(format, bytesOf(format, records))
          expect(recordsOf(outcomes).map(content)).to.deep.equal(records.map(content))
          // Control characters are against the rules of ISO 2709; the text formats do not mind.
          if (format !== 'marc') for (const outcome of outcomes) expect(outcome.diagnostics).to.deep.equal([])
        }),
        { numRuns: 300 },
      )
    })

    it(`${format} does not care how its bytes are cut`, async () => {
      const bytes = bytesOf(format, [sample, sample, sample])
      const whole = await readAll(format, bytes)
      expect(recordsOf(whole)).to.have.length(3)
      for (let size = 1; size < 40; size++) expect(await readAll(format, bytes, { size })).to.deep.equal(whole)
    })

    it(`${format} says where each record is, and keeps its bytes`, async () => {
      const outcomes = await readAll(format, bytesOf(format, [sample, sample]), { size: 7 })
      const bytes = bytesOf(format, [sample, sample])
      expect(outcomes.map(({ ordinal }) => ordinal)).to.deep.equal([1, 2])
      for (const { offset, raw } of outcomes)
        expect(bytes.subarray(offset, offset + raw.length).toString()).to.equal(Buffer.from(raw).toString())
    })

    it(`${format} is recognized by its beginning`, () => {
      expect(detectFormat(bytesOf(format, [sample]).subarray(0, 300))).to.equal(format)
    })

    it(`${format} of nothing holds nothing`, async () => {
      expect(await readAll(format, Buffer.alloc(0))).to.deep.equal([])
      expect(await readAll(format, bytesOf(format, []))).to.deep.equal([])
    })

    it(`${format} comes to an end on any bytes, and counts them right`, async () => {
      const shards = [
        ...Array.from(bytesOf(format, [sample]).toString()),
        '{',
        '}',
        '[',
        '"',
        '<record>',
        '\n=',
        '\x1d',
        '&',
      ]
      await fc.assert(
        fc.asyncProperty(fc.array(fc.constantFrom(...shards), { maxLength: 200 }), async (parts) => {
          const bytes = Buffer.from(parts.join(''))
          const outcomes = await readAll(format, bytes, { size: 13 })
          expect(outcomes.map(({ ordinal }) => ordinal)).to.deep.equal(outcomes.map((_, index) => index + 1))
          for (const { offset, diagnostics } of outcomes)
            for (const place of [offset, ...diagnostics.map((diagnostic) => diagnostic.offset)])
              expect(place).to.be.within(0, bytes.length)
        }),
        { numRuns: 300 },
      )
    })
  }

  it('is told from what is no MARC', () => {
    expect(detectFormat(Buffer.from(''))).to.equal(undefined)
    expect(detectFormat(Buffer.from('Dear reader,'))).to.equal(undefined)
    expect(detectFormat(Buffer.from('%PDF-1.7'))).to.equal(undefined)
    expect(detectFormat(Buffer.from('\ufeff \n<marc:record/>'))).to.equal('marcxml')
    expect(detectFormat(Buffer.from('\ufeff<?xml version="1.0"?>', 'utf16le'))).to.equal('marcxml')
    expect(detectFormat(Buffer.from('# made today\n\n=LDR  00000nam'))).to.equal('mrk')
    expect(detectFormat(Buffer.from('\r\n00714cam a2200205 a 4500'))).to.equal('marc')
  })
})
