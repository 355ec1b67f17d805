import { expect } from 'chai'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import {
  checkTable,
  type RejectedRow,
  readTable,
  TableMapping,
  type TableOptions,
} from '../../../src/catalogue/import/table/index.ts'
import { Problem } from '../../../src/problems.ts'
import { type Decoded, fieldsOf, subfields, text } from '../../../src/standards/marc/index.ts'

const items = { tag: '952', accessionNo: 'p', branch: 'b', callNumber: 'o' }
const options = (mapping: object, rest: Partial<TableOptions> = {}): TableOptions => ({
  mapping: TableMapping.parse(mapping),
  entered: '2026-11-26',
  items,
  ...rest,
})
const simple = { columns: { Title: 'title', Author: 'author', Year: 'year', ISBN: 'isbn' } }

/** Everything a table gives, read in pieces of some size. */
async function read(table: string | Uint8Array, given: TableOptions, size = Number.MAX_SAFE_INTEGER) {
  const bytes = Buffer.from(table)
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size))
  return readPieces(pieces, given)
}
async function readPieces(pieces: readonly Buffer[], given: TableOptions) {
  const found: (Decoded | RejectedRow)[] = []
  for await (const rows of readTable(pieces, given)) found.push(...rows)
  return found
}
const records = async (table: string | Uint8Array, given: TableOptions) =>
  (await read(table, given)).filter((one): one is Decoded => !('rejected' in one))
const fields = ({ record }: Decoded, tag: string) =>
  fieldsOf(record, tag).map((field) =>
    subfields(field)
      .map(([code, value]) => `$${code}${value}`)
      .join(''),
  )
const titles = (found: readonly Decoded[]) => found.map(({ record }) => text(fieldsOf(record, '245')[0]!, 'a'))

describe('A table of brief records', () => {
  it('becomes MARC by the names of its columns', async () => {
    const [first, ...others] = await records(
      'Year,ISBN,Title,Author,Price\n1974,0-06-012563-2,The dispossessed,Ursula K. Le Guin,9.50\n',
      options(simple),
    )
    expect(others).to.deep.equal([])
    expect(fields(first!, '100')).to.deep.equal(['$aLe Guin, Ursula K.'])
    expect(fields(first!, '245')).to.deep.equal(['$aThe dispossessed'])
    expect(fields(first!, '020')).to.deep.equal(['$a9780060125639'])
    expect(first!.record.leader).to.match(/^.{17}5/)
    expect(JSON.stringify(first!.record.fields)).to.not.include('9.50')
  })

  it('takes columns by number where no row names them', async () => {
    const found = await records('A\t1\nB\t2\n', options({ header: false, columns: { 1: 'title', 2: '990$a' } }))
    expect(titles(found)).to.deep.equal(['A', 'B'])
    expect(found.map((one) => fields(one, '990'))).to.deep.equal([['$a1'], ['$a2']])
  })

  it('puts other columns where the profile says, neighbours with one tag into one field', async () => {
    const mapping = { separator: '|', columns: { t: 'title', n: '490$a', v: '490$v', s: '650$a', id: '001' } }
    const [found] = await records('t,n,v,s,id\nDune,Classics,7,Deserts | Spice,x1\n', options(mapping))
    expect(fields(found!, '490')).to.deep.equal(['$aClassics$v7'])
    expect(fields(found!, '650')).to.deep.equal(['$aDeserts', '$aSpice'])
    expect(found!.record.fields[0]).to.deep.equal(['001', 'x1'])
    expect(found!.record.fields.map(([tag]) => tag)).to.deep.equal(found!.record.fields.map(([tag]) => tag).toSorted())
  })

  it("keeps an item's columns in the field of items", async () => {
    const mapping = { columns: { Title: 'title', Barcode: 'accessionNo', Branch: 'branch', Shelf: 'callNumber' } }
    const found = await records('Title,Barcode,Branch,Shelf\nA,i1,main,QA 76\nB,,,\n', options(mapping))
    expect(found.map((one) => fields(one, '952'))).to.deep.equal([['$pi1$bmain$oQA 76'], []])
  })

  it('understands their words for formats and languages', async () => {
    const mapping = {
      columns: { Title: 'title', Kind: 'format', Language: 'language' },
      formats: { DVD: 'video' },
      languages: { English: 'eng' },
    }
    const found = await records('Title,Kind,Language\nA,DVD,English\nB,serial,GER\nC,?,?\n', options(mapping))
    expect(found.map(({ record }) => record.leader.slice(6, 8))).to.deep.equal(['gm', 'as', 'am'])
    expect(found.map((one) => one.record.fields.find(([tag]) => tag === '008')![1]!.slice(35, 38))).to.deep.equal([
      'eng',
      'ger',
      '   ',
    ])
  })

  it('finds the delimiter, and the one a first line names', async () => {
    for (const table of ['Title;Year\nA, B;1974\n', 'Title\tYear\nA, B\t1974\n', 'sep=|\nTitle|Year\nA, B|1974\n'])
      expect(titles(await records(table, options({ columns: { title: 'title', YEAR: 'year' } }))), table).to.deep.equal(
        ['A, B'],
      )
  })

  it('reads every encoding of spreadsheets', async () => {
    const table = 'Title,Author\r\nÉtranger – “l’”,"Čapek, Karel"\r\n'
    const latin = 'Title,Author\r\nÉtranger – ‘l’,"Sôseki, Karel"\r\n'
    const mapping = { columns: { Title: 'title', Author: 'author' } }
    const utf16 = Buffer.from(`\ufeff${table}`, 'utf16le')
    const windows = Buffer.from(latin, 'latin1')
    for (const [from, to] of [
      ['–', 0x96],
      ['‘', 0x91],
      ['’', 0x92],
    ] as const)
      windows[latin.indexOf(from)] = to
    const forms: readonly [string, Uint8Array, object][] = [
      ['UTF-8', Buffer.from(table), {}],
      ['UTF-8 with a mark', Buffer.from(`\ufeff${table}`), {}],
      ['UTF-16 little-endian', utf16, {}],
      ['UTF-16 big-endian', Buffer.from(utf16).swap16(), {}],
      ['UTF-16 without a mark', utf16.subarray(2), {}],
      ['windows-1252', windows, { encoding: 'windows-1252' }],
    ]
    for (const [name, bytes, rest] of forms) {
      const [found] = await records(bytes, options({ ...mapping, ...rest }))
      const wanted = name === 'windows-1252' ? 'Étranger – ‘l’' : 'Étranger – “l’”'
      expect(text(fieldsOf(found!.record, '245')[0]!, 'a'), name).to.equal(wanted)
      expect(found!.lossy, name).to.equal(false)
    }
  })

  it('says where characters cannot be decoded', async () => {
    const [found] = await records(
      Buffer.from('Title,Author\nCaf\xe9,X\n', 'latin1'),
      options({ columns: { Title: 'title' } }),
    )
    expect(found).to.include({ lossy: true })
    expect(found!.lossyFields).to.deep.equal(['245'])
  })

  it('tells every row and its place, and rejects those without a title', async () => {
    const table = '\ufeffTitle,Year\r\n\r\nOne,1\r\n,2\r\n"Two\nlines",3\r\nFour,4'
    const found = await read(table, options({ columns: { Title: 'title', Year: 'year' } }))
    expect(found.map(({ ordinal }) => ordinal)).to.deep.equal([1, 2, 3, 4])
    for (const { offset, raw } of found)
      expect(
        Buffer.from(table)
          .subarray(offset, offset + raw.length)
          .equals(raw),
      ).to.equal(true)
    expect(found.map(({ raw }) => Buffer.from(raw).toString())).to.deep.equal([
      'One,1',
      ',2',
      '"Two\nlines",3',
      'Four,4',
    ])
    expect(found[1]).to.include({ rejected: true, reason: 'the row has no title' })
  })

  it('loses one line, not the rest, to a quote that is never closed', async () => {
    const table = `Title,Year\n"One,1\n${Array.from({ length: 12_000 }, (_, n) => `${'A long title '.repeat(8)}${n},1974\n`).join('')}`
    const found = await read(table, options({ columns: { Title: 'title', Year: 'year' } }), 65_536)
    expect(found).to.have.lengthOf(12_001)
    expect(found[0]).to.include({ rejected: true, reason: 'a quote in this row is never closed' })
  })

  it('passes over a row that is too long, and holds no more of it than the limit', async () => {
    const table = ['Title,Year\n', 'x'.repeat(3_000_000), '",\nNext,1974\n']
    const found = await readPieces(
      table.map((piece) => Buffer.from(piece)),
      options({ columns: { Title: 'title' } }),
    )
    expect(found.map((one) => 'rejected' in one)).to.deep.equal([true, false])
    expect(found[0]!.raw.length).to.equal(1024 * 1024)
  })

  it('refuses a table that lacks a column, and says what there is', () => {
    expect(() => checkTable(Buffer.from('Titel,Year\nA,1\n'), options(simple)))
      .to.throw(Problem, 'lacks the column(s) Title, Author, ISBN of the profile; it has: titel, year')
      .with.property('code', 'import-columns-missing')
  })

  it('is cut into rows and cells as csv-parse does it, wherever its chunks end', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '\n', '\r\n', 'é', '😀', "'"), maxLength: 6 })
    const quoted = (value: string) => (/[,"\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom('utf8', 'utf16le') as fc.Arbitrary<'utf8' | 'utf16le'>,
        async (rows, size, end, encoding) => {
          const table = `1,2,3${end}${rows.map((row) => row.map(quoted).join(',')).join(end)}${end}`
          const wanted = (parse(table, { record_delimiter: end, relax_column_count: true }) as string[][])
            .slice(1)
            .filter((row) => row.some((value) => value.trim() !== ''))
          const given = options({ columns: { 1: 'title', 2: '500$a', 3: '500$b' } })
          const bytes = Buffer.concat([Buffer.from('\ufeff', encoding), Buffer.from(table, encoding)])
          const found = await read(bytes, given, size)
          expect(found.map(({ raw }) => Buffer.from(raw).toString(encoding))).to.deep.equal(
            (await read(bytes, given)).map(({ raw }) => Buffer.from(raw).toString(encoding)),
          )
          expect(found.map((one) => 'rejected' in one)).to.deep.equal(wanted.map(([first]) => first!.trim() === ''))
          const others = found.map((one) => ('rejected' in one ? undefined : fields(one, '500')))
          expect(others.filter(Boolean)).to.deep.equal(
            wanted
              .filter(([first]) => first!.trim() !== '')
              .map(([, a, b]) => {
                const parts = [a!.trim() && `$a${a!.trim()}`, b!.trim() && `$b${b!.trim()}`].filter(Boolean)
                return parts.length === 0 ? [] : [parts.join('')]
              }),
          )
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('The mapping of a table', () => {
  const problem = (mapping: object) => TableMapping.safeParse(mapping).error?.issues[0]?.message
  it('needs a column for the title', () => {
    expect(problem({ columns: { A: 'author' } })).to.equal('one column must hold the title')
  })
  it('knows fields by name and by tag only', () => {
    expect(problem({ columns: { A: 'title', B: 'colour' } })).to.include('must be one of title, author')
    expect(problem({ columns: { A: 'title', B: '245$b' } })).to.include('must be one of title, author')
  })
  it('numbers the columns of a table without a header', () => {
    expect(problem({ header: false, columns: { A: 'title' } })).to.equal('without a header row, columns have numbers')
  })
})
