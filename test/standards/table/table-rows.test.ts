import { expect } from 'chai'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { csvRow, readTableRows, restored } from '../../../src/standards/table/index.ts'

const rows = (text: string | Uint8Array) =>
  readTableRows(Buffer.from(text)).map(({ line, cells }) => [line, ...cells] as const)

describe('The rows of a table', () => {
  it('are numbered by the line they begin in', () => {
    expect(rows('a,b\r\n\r\n1,"2\r\n3"\r\n \r\n4,5')).to.deep.equal([
      [1, 'a', 'b'],
      [3, '1', '2\r\n3'],
      [6, '4', '5'],
    ])
    expect(rows('a\r1\r\r2')).to.deep.equal([
      [1, 'a'],
      [2, '1'],
      [4, '2'],
    ])
  })

  it('are parted by what a spreadsheet used, or says that it did', () => {
    for (const delimiter of [',', ';', '\t', '|'])
      expect(rows(`a${delimiter}b\n1${delimiter}2`), delimiter).to.deep.equal([
        [1, 'a', 'b'],
        [2, '1', '2'],
      ])
    expect(rows('sep=:\na:b')).to.deep.equal([[2, 'a', 'b']])
    expect(rows('')).to.deep.equal([])
  })

  it('have the same cells wherever their lines are numbered', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', 'é', ' ') })
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constant('x'), cell, cell), { minLength: 1 }), (table) => {
        const quoted = table.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\n')
        expect(rows(quoted).map(([, ...cells]) => cells)).to.deep.equal(table)
        const theirs = parse(quoted, { info: true }) as unknown as { info: { lines: number }; record: string[] }[]
        // They say where a row ends.
        const ends = theirs.map(({ info }) => info.lines)
        const breaks = table.map((row) => row.join('').split('\n').length - 1)
        expect(rows(quoted).map(([line], at) => line + breaks[at]!)).to.deep.equal(ends)
      }),
    )
  })
})

describe('A table that is written', () => {
  it('is read back as it was, and holds no formula', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', "'", '=', '+', '-', '@', '\uff1d', '"', ',', ';', '\n', '\t', ' '),
    })
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constant('x'), text, text), { minLength: 1 }), (table) => {
        const written = `a,b,c\r\n${table.map((row) => csvRow(row)).join('')}`
        const cells = rows(written)
          .slice(1)
          .map(([, ...row]) => row)
        for (const cell of cells.flat()) expect(cell).not.to.match(/^\s*[=+\-@\uff1d]/)
        expect(cells.map((row) => row.map(restored))).to.deep.equal(table)
      }),
    )
    expect(csvRow(['=1+1', -1, "'=1", "o'clock"])).to.equal(`"'=1+1",-1,"''=1","o'clock"\r\n`)
  })
})
