import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { lives, readPostmaster } from '../../src/kit/db/embedded/postmaster.ts'
import { until } from '../until.ts'

const command = fileURLToPath(new URL('../../bin/farshelf.js', import.meta.url))

describe('Farshelf on a database of its own', function () {
  // Whole processes, up to three one after the other: with other work on the machine each takes its seconds.
  this.timeout(240_000)
  let data: string
  const children: ChildProcess[] = []
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'farshelf-data-'))
    // Where we are root, the server is not.
    await chmod(data, 0o711)
  })
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    const left = await server()
    if (left && lives(left)) process.kill(left, 'SIGQUIT')
    await rm(data, { recursive: true, force: true })
  })

  const server = async () => (await readPostmaster(join(data, 'postgres/cluster')))?.pid

  async function serve(): Promise<{ child: ChildProcess; url: string }> {
    const child = spawn(process.execPath, [command, 'serve'], {
      env: { ...process.env, FARSHELF_PORT: '0', FARSHELF_DATA: data, LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    children.push(child)
    for await (const line of createInterface(child.stdout!)) {
      const ready = /^Farshelf is ready at (\S+)$/.exec(line)
      if (ready) return { child, url: ready[1]! }
    }
    throw new Error('it ended early')
  }

  async function stopped(child: ChildProcess) {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    return ended
  }

  it('stops it when it stops', async () => {
    const { child } = await serve()
    const pid = (await server())!
    expect(lives(pid)).to.equal(true)
    expect(await stopped(child)).to.deep.equal([0, null])
    expect(lives(pid)).to.equal(false)
    expect(await server()).to.equal(undefined)
  })

  it('joins the one a killed process left behind', async () => {
    const first = await serve()
    const pid = (await server())!
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    expect(lives(pid)).to.equal(true)
    const second = await serve()
    expect(await server()).to.equal(pid)
    expect((await fetch(new URL('readyz', second.url))).status).to.equal(200)
    expect(await stopped(second.child)).to.deep.equal([0, null])
    expect(lives(pid)).to.equal(false)
  })

  it('starts where process and server were both killed', async () => {
    const first = await serve()
    const pid = (await server())!
    first.child.kill('SIGKILL')
    process.kill(pid, 'SIGKILL')
    const second = await serve()
    expect(await server()).to.not.equal(pid)
    expect((await fetch(new URL('readyz', second.url))).status).to.equal(200)
    expect(await stopped(second.child)).to.deep.equal([0, null])
  })

  it('shares it between processes, and the last to leave stops it', async () => {
    const [first, second] = await Promise.all([serve(), serve()])
    const pid = (await server())!
    expect(await stopped(first.child)).to.deep.equal([0, null])
    expect((await fetch(new URL('readyz', second.url))).status).to.equal(200)
    expect(await server()).to.equal(pid)
    expect(await stopped(second.child)).to.deep.equal([0, null])
    expect(lives(pid)).to.equal(false)
  })

  it('says that it is not ready while its database is gone, and starts it again', async () => {
    const { url } = await serve()
    const status = async () => (await fetch(new URL('readyz', url))).status
    expect(await status()).to.equal(200)
    const cluster = join(data, 'postgres/cluster')
    const pid = (await server())!
    // Nobody can start it as long as nobody may look into its folder.
    await chmod(cluster, 0)
    process.kill(pid, 'SIGKILL')
    await until(async () => (await status()) === 503)
    await chmod(cluster, 0o700)
    await until(async () => (await status()) === 200)
  })
})
