import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { controlText, type Flavour, readRecord, subfields } from '../../../src/standards/marc/index.ts'
import { type Attribute, bib1, type Query } from '../../../src/standards/query/index.ts'
import { openRecordFile, type RecordFile } from '../../../src/zserver/index.ts'

const libraries = [
  { id: 'northfield', flavour: 'marc21', encoding: 'utf-8', titleTag: '245', isbnTag: '020' },
  { id: 'eastbrook', flavour: 'marc21', encoding: 'marc-8', titleTag: '245', isbnTag: '020' },
  { id: 'lakeside', flavour: 'unimarc', encoding: 'utf-8', titleTag: '200', isbnTag: '010' },
] as const satisfies readonly { flavour: Flavour; [other: string]: string }[]

const use = (value: number, ...others: Attribute[]): Attribute[] => [{ type: 1, value }, ...others]

for (const { id, flavour, encoding, titleTag, isbnTag } of libraries)
  describe(`The demo library ${id}`, () => {
    const bytes = readFileSync(new URL(`../../../fixtures/library/${id}.mrc`, import.meta.url))
    let file: RecordFile
    before(async () => {
      file = await openRecordFile(bytes, { name: id, flavour, encoding })
    })

    const find = (attributes: readonly Attribute[], value: string) => {
      const root: Query = { op: 'term', attributes, term: { type: 'general', value } }
      return file.search({ attributeSet: bib1, root }, () => undefined)
    }
    const all = () => {
      const set = find(use(12, { type: 2, value: 103 }), 'x')
      return Array.from({ length: set.hits }, (_, at) => {
        const shown = set.present(at + 1, undefined, undefined)
        const raw = 'octets' in shown ? shown.octets : Buffer.alloc(0)
        return { raw, record: readRecord(raw, { flavour, encoding }).record }
      })
    }

    it('gives all its records back byte for byte', () => {
      expect(file.rejected).to.equal(0)
      expect(file.size).to.be.greaterThan(200)
      expect(Buffer.concat(all().map(({ raw }) => raw)).equals(bytes)).to.equal(true)
    })

    it('finds every record by its control number, its ISBNs and its title', () => {
      const isIn = (attributes: readonly Attribute[], term: string, raw: Uint8Array) => {
        const set = find(attributes, term)
        for (let position = 1; position <= set.hits; position++) {
          const shown = set.present(position, undefined, undefined)
          if ('octets' in shown && Buffer.compare(shown.octets, raw) === 0) return true
        }
        return false
      }
      let titles = 0
      for (const { raw, record } of all()) {
        const number = controlText(record, '001')!
        expect(find(use(12), number).hits, number).to.equal(1)
        for (const field of record.fields) {
          const [, value] = subfields(field).find(([code]) => code === 'a') ?? []
          if (value === undefined) continue
          if (field[0] === isbnTag) expect(isIn(use(7), value, raw), value).to.equal(true)
          if (field[0] !== titleTag) continue
          titles++
          expect(isIn(use(4), value, raw), value).to.equal(true)
          expect(isIn(use(4, { type: 4, value: 1 }), value, raw), value).to.equal(true)
          expect(isIn(use(1016), value.toUpperCase(), raw), value).to.equal(true)
        }
      }
      expect(titles).to.be.at.least(file.size)
    })

    it('scans its titles, each found as often as it is counted or, with its article, more often', () => {
      const whole: Attribute[] = [
        { type: 4, value: 1 },
        { type: 3, value: 1 },
        { type: 6, value: 3 },
      ]
      const { entries } = file.scan({
        attributeSet: bib1,
        attributes: use(4, whole[0]!),
        term: { type: 'general', value: '0' },
        count: 10_000,
        position: 1,
        step: 0,
      })
      expect(entries.length).to.be.greaterThan(100)
      for (const { term, hits } of entries.slice(0, 200))
        expect(find(use(4, ...whole), term).hits, term).to.be.at.least(hits)
    })
  })
