import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import fc from 'fast-check'
import { brief, type Full, formats, full, Merger, relevance, sortKeys } from '../../src/bib/index.ts'
import { type Field, flavours, type MarcRecord, readMarcxml, readRecords } from '../../src/standards/marc/index.ts'
import { cpuTime } from '../cpu-time.ts'
import { record, recordWith } from './records.ts'

/** What every display must be, whatever the record. */
function check(made: MarcRecord): Full[] {
  return flavours.map((flavour) => {
    const display = full(made, flavour)
    expect(display.brief).to.deep.equal(brief(made, flavour))
    const { title, nonFiling, format, isbns } = display.brief
    expect(title.text).not.to.equal('')
    expect(nonFiling).to.be.within(0, title.text.length)
    expect(formats).to.include(format)
    for (const isbn of isbns) expect(isbn).to.match(/^97[89]\d{10}$/)
    for (const { values } of display.fields) {
      expect(values).not.to.deep.equal([])
      for (const { text, script } of values) {
        expect(text).not.to.equal('')
        expect(`${text}${script ?? ''}`).not.to.match(/[\u0000-\u001f\u007f-\u009f]/)
      }
    }
    relevance(display.brief, { any: title.text })
    sortKeys(display.brief)
    return display
  })
}

/** A hang guard: ten times what it takes on a slow machine. */
function soon(work: () => void): void {
  const start = cpuTime()
  work()
  expect(cpuTime() - start).to.be.lessThan(5000)
}

describe('Any record', () => {
  const tag = fc.oneof(
    fc.constantFrom('001', '008', '010', '020', '035', '041', '100', '101', '200', '210', '245', '260', '264', '327'),
    fc.constantFrom(
      '463',
      '490',
      '505',
      '600',
      '650',
      '700',
      '773',
      '780',
      '852',
      '856',
      '866',
      '880',
      '930',
      '952',
      '955',
      '995',
    ),
    fc.string({ maxLength: 4 }),
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(
      '245-01/(N',
      '880-01',
      '245-00',
      'a01',
      'ca',
      ' /',
      '.',
      '\u0098',
      '\u009c',
      '(OCoLC)1',
      '-- --',
      '1',
    ),
  )
  const aField = fc
    .tuple(tag, fc.oneof(fc.string({ maxLength: 3 }), text), fc.array(text, { maxLength: 9 }))
    .map(([name, indicators, subfields]) => [name, indicators, ...subfields] as Field)
  const codes = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789')
  const aDataField = fc
    .tuple(tag, fc.constantFrom('  ', '14', '0 ', ' 1', '10'), fc.array(fc.tuple(codes, text), { maxLength: 6 }))
    .map(([name, indicators, subfields]) => [name, indicators, ...subfields.flat()] as Field)

  it('has a brief and a full display', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 30 }),
        fc.array(fc.oneof(aField, aDataField), { maxLength: 12 }),
        (leader, fields) => {
          check(recordWith(leader, ...fields))
        },
      ),
      { numRuns: 400 },
    )
  })

  it('of the public samples has both, and merges', async function () {
    const samples = new URL('../../../shared/marc/', import.meta.url)
    if (!existsSync(samples)) this.skip()
    const merger = new Merger()
    let seen = 0
    for (const file of readdirSync(samples, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(mrc|xml)$/.test(file)) continue
      const bytes = readFileSync(new URL(file, samples))
      for await (const read of file.endsWith('.xml') ? readMarcxml([bytes]) : readRecords([bytes])) {
        if ('rejected' in read) continue
        seen++
        for (const { brief } of check(read.record)) merger.add([{ brief, lossy: read.lossy }])
      }
    }
    expect(seen).to.be.greaterThan(200)
    expect(merger.size).to.be.greaterThan(200)
  })
})

describe('A hostile record', () => {
  const fills = ['a', ' ', '.', ' : ', ' -- ', '\u0301', 'é', '\u0098', '(', '9', '\ud800', '日', '\u202e']
  const tags = ['245', '100', '260', '020', '650', '505', '856', '773', '700', '041', '010', '035', '852', '880', '200']

  for (const fill of fills)
    it(`of very many ${JSON.stringify(fill)} is shown in linear time, the brief display cut`, () => {
      const megabyte = fill.repeat((1 << 20) / fill.length)
      soon(() => {
        const made = brief(record(['245', '14', 'a', megabyte], ['020', '  ', 'a', megabyte]), 'marc21')
        expect(made.title.text.length).to.be.at.most(1000)
      })
      const some = megabyte.slice(0, 1 << 15)
      soon(() => {
        for (const tag of tags)
          for (const flavour of flavours)
            full(record([tag, '14', 'a', some, 'b', some, '6', '245-01', 't', some, 'u', some]), flavour)
      })
    })

  it('of ten thousand fields is shown in linear time, with a bounded number of identifiers', () => {
    const isbn = (at: number) => `978${String(at).padStart(9, '0')}`
    for (const tag of ['020', '245', '700', '866', '880', '955'])
      soon(() => {
        const fields = Array.from(
          { length: 10_000 },
          (_, at): Field => [tag, '  ', '6', `245-${at}`, 'a', `${isbn(at)}0`],
        )
        for (const flavour of flavours) {
          const made = full(record(...fields), flavour)
          expect(made.brief.isbns.length).to.be.at.most(50)
        }
      })
  })

  it('of a field with tens of thousands of subfields is shown in linear time', () => {
    for (const tag of ['245', '505', '650', '852', '856', '020'])
      soon(() => {
        const subfields = Array.from({ length: 30_000 }, (_, at) => ['a', 'x', 'u'][at % 3]!).flatMap((code) => [
          code,
          'x. ',
        ])
        full(record([tag, '  ', ...subfields]), 'marc21')
      })
  })

  for (const [what, tag, label, repeated] of [
    ['a qualifier and many ISBNs', '020', 'q', 'a'],
    ['a label and many addresses', '856', 'y', 'u'],
  ] as const)
    it(`with ${what} is shown in linear time`, () => {
      const many = Array.from({ length: 20_000 }, (_, at) => [repeated, `x${at}`]).flat()
      soon(() => {
        full(record([tag, '  ', label, 'long '.repeat(1 << 17), ...many]), 'marc21')
      })
    })

  it('with many copies that share many statements is shown in linear time', () => {
    const fields = Array.from({ length: 5000 }, (_, at): Field[] => [
      ['852', '  ', '8', '1', 'a', `A${at}`],
      ['866', ' 0', '8', '1', 'a', `v.${at}`],
    ])
    soon(() => {
      const { holdings } = full(record(...fields.flat()), 'marc21')
      expect(JSON.stringify(holdings).length).to.be.lessThan(2 << 20)
    })
  })

  it('keeps control of what it may not: no override, no control character, no markup made', () => {
    const made = brief(record(['245', '10', 'a', '\u202e<script>\u0007alert(1)</script>']), 'marc21')
    expect(made.title.text).to.equal('<script> alert(1)</script>')
  })
})
