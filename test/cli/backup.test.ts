import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { openDatabase } from '../../src/kit/db/index.ts'
import { createLog } from '../../src/kit/index.ts'
import { enqueue } from '../../src/kit/jobs/index.ts'

const command = fileURLToPath(new URL('../../bin/farshelf.js', import.meta.url))
const run = promisify(execFile)
const log = createLog('silent')

describe('The command line, beside an application on a database of its own', () => {
  let folder: string
  let data: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'farshelf-cli-'))
    await chmod(folder, 0o711)
    data = join(folder, 'data')
  })
  after(() => rm(folder, { recursive: true, force: true }))

  const farshelf = (where: string, ...args: string[]) =>
    run(process.execPath, [command, ...args], { env: { ...process.env, FARSHELF_DATA: where } }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
    )

  it('says how the database stands, saves it and brings it back elsewhere', async () => {
    const database = await openDatabase({ dataFolder: data, log })
    await enqueue(database.db, 'keep', { a: 1 })
    const status = await farshelf(data, 'db', 'status')
    expect(status).to.include({ code: 0, stderr: '' })
    expect(status.stdout).to.match(/^applied +001-jobs$/m)
    const file = join(folder, 'all.backup')
    const saved = await farshelf(data, 'backup', file)
    expect(saved.stderr).to.match(/^\d+ rows of \d+ tables saved\n$/)
    expect((await stat(file)).mode & 0o777).to.equal(0o600)
    expect((await readdir(folder)).sort()).to.deep.equal(['all.backup', 'data'])
    // What we began goes on: the commands joined its server and left it.
    expect(await database.alive()).to.equal(true)
    await database.close()

    const there = join(folder, 'there')
    expect((await farshelf(there, 'restore', file)).stderr).to.match(/^\d+ rows of \d+ tables restored\n$/)
    expect(await farshelf(there, 'restore', file)).to.have.property('code', 1)
    await truncate(file, (await stat(file)).size - 1)
    const cut = await farshelf(there, 'restore', '--force', file)
    expect(cut.code).to.equal(1)
    expect(cut.stderr).to.match(/nothing was changed/)
    const restored = await openDatabase({ dataFolder: there, log })
    const jobs = await restored.db.selectFrom('jobs').select(['kind', 'payload']).execute()
    await restored.close()
    expect(jobs).to.deep.equal([{ kind: 'keep', payload: { a: 1 } }])
  })

  it('says that a data folder cannot be used', async () => {
    const { code, stderr } = await farshelf('/dev/null', 'db', 'status')
    expect(code).to.equal(1)
    expect(stderr).to.match(/^farshelf: The data folder \/dev\/null cannot be used/)
  })
})
