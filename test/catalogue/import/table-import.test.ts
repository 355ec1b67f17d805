import { expect } from 'chai'
import {
  importDiff,
  importRecords,
  itemsOf,
  previewEncodings,
  readBib,
  rejectsFile,
  saveBranch,
} from '../../../src/catalogue/index.ts'
import { Problem } from '../../../src/problems.ts'
import { fieldsOf, text } from '../../../src/standards/marc/index.ts'
import { useDatabase } from '../../database.ts'
import { actor, check, load, loadFile, profileWith, stage } from './loading.ts'

const profile = profileWith({
  onMatch: 'keep',
  items: { tag: '952', accessionNo: 'p', branch: 'b', callNumber: 'o', defaults: { branch: 'main' } },
  table: {
    columns: {
      Title: 'title',
      Author: 'author',
      ISBN: 'isbn',
      Year: 'year',
      Barcode: 'accessionNo',
      Shelf: 'callNumber',
    },
  },
})
const head = 'Title;Author;ISBN;Year;Barcode;Shelf\r\n'
const rows = [
  'The dispossessed;Ursula K. Le Guin;0060125632;1974;T1;SF LEG',
  '"Dune; a novel";Frank Herbert;9780441013593;1965;T2;SF HER',
  ';Nobody;;1999;T3;',
  'The dispossessed;Le Guin, Ursula K.;9780060125639;1974;T4;SF LEG',
  'Solaris;Stanisław Lem;;1961;;',
]
const table = Buffer.from(head + rows.map((row) => `${row}\r\n`).join(''))

describe('Loading a table', () => {
  const data = useDatabase()
  before(() =>
    data.database.tx((tx) => saveBranch(tx, { code: 'main', label: 'Main', position: 0, active: true }, actor)),
  )
  const options = { fileName: 'books.csv', profileName: 'table', profile }

  it('says in a dry run what loading then does: rows of one book are one record with their items', async () => {
    const { batch } = await stage(data.database, table, options, 7)
    expect(batch.format).to.equal('csv')
    const checked = await check(data.database, batch.id)
    expect(checked.expected).to.include({ new: 3, unchanged: 1, rejected: 1, items: 3 })
    const loaded = await load(data.database, batch.id)
    expect(loaded.counts).to.deep.equal(checked.expected)
    expect(loaded.counts).to.include({ new: 3, unchanged: 1, rejected: 1, items: 3, itemErrors: 0 })
    const { records } = await importRecords(data.database.db, batch.id)
    expect(records.map(({ outcome }) => outcome)).to.deep.equal(['new', 'new', 'rejected', 'unchanged', 'new'])
    expect(records[3]!.bibId).to.equal(records[0]!.bibId)
    const copies = await itemsOf(data.database.db, records[0]!.bibId!)
    expect(copies.map(({ accessionNo, callNumber }) => `${accessionNo} ${callNumber}`)).to.deep.equal([
      'T1 SF LEG',
      'T4 SF LEG',
    ])
    const solaris = await readBib(data.database.db, records[4]!.bibId!)
    expect(text(fieldsOf(solaris!.record, '100')[0]!, 'a')).to.equal('Lem, Stanisław')
    expect(solaris!.level).to.equal('brief')
  })

  it('compares a row with the record it matched', async () => {
    const file = Buffer.from(`${head}Solaris;Stanisław Lem;;1961;;\r\nSolaris.;Lem, Stanisław;;1961;;\r\n`)
    const { batch } = await stage(data.database, file, options)
    await check(data.database, batch.id)
    const { records } = await importRecords(data.database.db, batch.id)
    expect(records.map(({ outcome }) => outcome)).to.deep.equal(['unchanged', 'kept'])
    const { differences } = await importDiff(data.database.db, batch.id, 2)
    expect(differences.filter(({ kind }) => kind !== 'unchanged').map(({ tag }) => tag)).to.deep.equal(['245'])
  })

  it('gives the rejected rows back with the names of their columns, in the encoding they came in', async () => {
    for (const encoding of ['utf8', 'utf16le'] as const) {
      const bytes = Buffer.from(`${encoding === 'utf8' ? '' : '\ufeff'}${table.toString()}`, encoding)
      const { id } = await loadFile(data.database, bytes, { ...options, again: true })
      const parts: Uint8Array[] = []
      for await (const part of rejectsFile(data.database.db, id)) parts.push(part)
      const rejects = Buffer.concat(parts)
      expect(rejects.toString(encoding).replace('\ufeff', '')).to.equal(`${head}${rows[2]}\r\n`)
      const right = Buffer.from(rejects.toString(encoding).replace(';Nobody', `Nothing ${encoding};Nobody`), encoding)
      const mended = await loadFile(data.database, right, options)
      expect(mended.counts).to.include({ new: 1, rejected: 0 })
    }
  })

  it('shows how it reads in other encodings', async () => {
    const bytes = Buffer.from('Title;Author;ISBN;Year;Barcode;Shelf\nMiroir \xe9t\xe9;X;;;;\n', 'latin1')
    const { format, encodings } = await previewEncodings([bytes], { profile })
    expect(format).to.equal('csv')
    expect(encodings[0]).to.include({ encoding: 'auto', lossy: 1 })
    expect(encodings.find(({ encoding }) => encoding === 'windows-1252')).to.deep.include({
      lossy: 0,
      samples: ['Miroir été'],
    })
    expect(encodings.some(({ encoding }) => encoding === 'utf-16le')).to.equal(false)
  })

  it('is refused at once when it lacks a column, or the profile has none', async () => {
    const refusal = (bytes: string, given: object) =>
      stage(data.database, Buffer.from(bytes), { ...options, ...given }).then(
        () => 'taken',
        (error: unknown) => (error instanceof Problem ? error.code : String(error)),
      )
    expect(await refusal('Name;Year\nA;1\n', {})).to.equal('import-columns-missing')
    expect(await refusal('Title\nA\n', { profile: profileWith(), format: 'csv' })).to.equal('import-columns-unknown')
  })

  it('needs a profile that knows where items of its columns go', () => {
    expect(() => profileWith({ table: { columns: { Title: 'title', Barcode: 'accessionNo' } } })).to.throw(
      "must name the subfield that holds an item's accessionNo",
    )
  })
})
