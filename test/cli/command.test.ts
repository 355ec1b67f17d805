import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'chai'

const root = fileURLToPath(new URL('../../', import.meta.url))

describe('The command', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'farshelf-command-'))
    for (const name of ['bin', 'package.json', 'package-lock.json', 'tsconfig.json'])
      await cp(join(root, name), join(folder, name), { recursive: true })
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    await mkdir(join(folder, 'src/cli'), { recursive: true })
    await write('one')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  /** Where the program runs from goes with what it says. */
  const write = (words: string) =>
    writeFile(
      join(folder, 'src/cli/main.ts'),
      `import { parse } from 'yaml'
       const said: string = parse('${words}')
       process.stdout.write(said + (import.meta.url.includes('/dist/') ? ', built' : ', from the source'))`,
    )
  const run = async () => (await promisify(execFile)(process.execPath, [join(folder, 'bin/farshelf.js')])).stdout
  const builds = () => readdir(join(folder, 'dist'))

  it('is built once, by many processes at a time too', async () => {
    expect(await Promise.all([run(), run(), run()])).to.deep.equal(['one, built', 'one, built', 'one, built'])
    const made = await builds()
    expect(made).to.have.length(1)
    expect(await run()).to.equal('one, built')
    expect(await builds()).to.deep.equal(made)
  })

  it('is built anew after a change of a source, or of packages', async () => {
    await run()
    await write('two')
    expect(await run()).to.equal('two, built')
    const later = new Date(Date.now() + 1000)
    await utimes(join(folder, 'package-lock.json'), later, later)
    await run()
    expect(await builds()).to.have.length(3)
  })

  it('removes builds of other days', async () => {
    await run()
    const [old] = await builds()
    const before = new Date('2020-01-01T00:00:00Z')
    await utimes(join(folder, 'dist', old!), before, before)
    await write('two')
    await run()
    expect(await builds())
      .to.have.length(1)
      .and.not.include(old)
  })

  it('runs from the source where nothing may be written', async () => {
    await writeFile(join(folder, 'dist'), 'in the way')
    expect(await run()).to.equal('one, from the source')
  })
})
