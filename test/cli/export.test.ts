import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { addBib, type Provenance, setBibState } from '../../src/catalogue/index.ts'
import { intoFile } from '../../src/cli/output-file.ts'
import { type Decoded, fieldsOf, formats, type ReadableFormat, readAny, text } from '../../src/standards/marc/index.ts'
import { book } from '../catalogue/books.ts'
import { useDatabase } from '../database.ts'
import { farshelf } from './command-line.ts'

const by: Provenance = { actor: { name: 'Ada', via: 'cli' }, action: 'create' }

async function titles(format: ReadableFormat, bytes: Buffer): Promise<string[]> {
  const found: string[] = []
  for await (const one of readAny(format, [bytes]))
    found.push(text(fieldsOf((one as Decoded).record, '245')[0]!, 'a') ?? '')
  return found
}

describe('farshelf export', () => {
  const data = useDatabase()
  let folder: string
  let address: string | undefined
  const ids: number[] = []
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'farshelf-export-'))
    address = process.env['DATABASE_URL']
    process.env['DATABASE_URL'] = data.url
    await data.database.tx(async (tx) => {
      for (const title of ['Solaris', 'Éden', 'Hidden Solaris', 'Gone Solaris'])
        ids.push((await addBib(tx, { record: book({ title, author: 'Lem, Stanisław' }), flavour: 'marc21' }, by)).id)
      await setBibState(tx, ids[2]!, 1, 'suppressed', by)
      await setBibState(tx, ids[3]!, 1, 'deleted', by)
    })
  })
  after(async () => {
    if (address === undefined) delete process.env['DATABASE_URL']
    else process.env['DATABASE_URL'] = address
    await rm(folder, { recursive: true })
  })

  it('writes all that readers can see, in every format that can be read back', async () => {
    for (const format of ['marc', 'marcxml', 'json', 'mrk'] as const) {
      const { code, stdout, err } = await farshelf('export', '--format', format)
      expect(code, format).to.equal(0)
      expect(await titles(format, stdout), formats[format].label).to.deep.equal(['Solaris', 'Éden'])
      expect(err).to.equal('2 record(s) written\n')
    }
  })

  it('writes what a search finds', async () => {
    for (const query of [
      ['--title', 'solaris'],
      ['--pqf', '@attr 1=4 Solaris'],
    ])
      expect(await titles('marc', (await farshelf('export', ...query)).stdout), query[0]).to.deep.equal(['Solaris'])
    expect((await farshelf('export', '--title', 'nothing of the kind')).err).to.equal('0 record(s) written\n')
  })

  it('writes into a file, which is there once it is whole', async () => {
    const file = join(folder, 'all.mrc')
    const { code, out } = await farshelf('export', '--author', 'lem', '-o', file)
    expect([code, out]).to.deep.equal([0, ''])
    expect(await titles('marc', await readFile(file))).to.deep.equal(['Solaris', 'Éden'])
    expect(await readdir(folder)).to.deep.equal(['all.mrc'])
  })

  it('writes one file twice at once, each of them whole', async () => {
    const file = join(folder, 'all.mrc')
    const io = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr }
    let others = () => undefined as unknown
    const bothBegan = new Promise((resolve) => {
      others = () => resolve(undefined)
    })
    const texts = ['a'.repeat(300_000), 'b'.repeat(200_000)]
    let begun = 0
    const done = texts.map((text) =>
      intoFile(file, io, async (output) => {
        await output.write(text)
        begun += 1
        if (begun === 2) others()
        await bothBegan
        await output.write(text)
      }),
    )
    await Promise.all(done)
    expect(texts.map((text) => text + text)).to.include(await readFile(file, 'utf8'))
    expect(await readdir(folder)).to.deep.equal(['all.mrc'])
  })

  it('leaves nothing where it cannot write', async () => {
    const { code, err } = await farshelf('export', '-o', join(folder, 'none', 'all.mrc'))
    expect(code).to.equal(1)
    expect(err).to.include('The output cannot be written')
    expect(await readdir(folder)).to.deep.equal(['all.mrc'])
  })

  it('names records that the format cannot hold, writes the others, and fails', async () => {
    const long = book({ title: 'Long' })
    long.fields.push(
      ...Array.from({ length: 15 }, (): [string, string, ...string[]] => ['500', '  ', 'a', 'x'.repeat(9000)]),
    )
    const { id } = await data.database.tx((tx) => addBib(tx, { record: long, flavour: 'marc21' }, by))
    const { code, stdout, err } = await farshelf('export', '--format', 'marc')
    expect(code).to.equal(1)
    expect(await titles('marc', stdout)).to.deep.equal(['Solaris', 'Éden'])
    expect(err).to.match(
      new RegExp(`^record ${id}: .*cannot be written as ISO 2709.*\\n2 record\\(s\\) written, 1 left out\\n$`),
    )
  })

  it('refuses two queries at once, and one that is none', async () => {
    expect(await farshelf('export', '--pqf', 'x', '--title', 'y')).to.include({ code: 2 })
    expect(await farshelf('export', '--pqf', '@and x')).to.include({ code: 2 })
    expect(await farshelf('export', '--format', 'pdf')).to.include({ code: 2 })
  })
})
