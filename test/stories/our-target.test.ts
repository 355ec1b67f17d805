import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { fillShelf } from '../catalogue-shelf.ts'
import { useDatabase } from '../database.ts'
import { needs } from '../peers.ts'
import { runPeer } from '../run-peer.ts'

const command = fileURLToPath(new URL('../../bin/farshelf.js', import.meta.url))

describe('A library that serves its catalogue', () => {
  const data = useDatabase()
  let folder: string
  const running: ChildProcess[] = []
  before(async () => {
    await fillShelf(data.database)
    folder = await mkdtemp(join(tmpdir(), 'farshelf-served-'))
  })
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL')
  })
  after(() => rm(folder, { recursive: true }))

  /** Starts `farshelf serve` with a server.yaml; gives what it says until it is ready or ends. */
  async function serve(settings: string) {
    await writeFile(join(folder, 'server.yaml'), settings)
    const child = spawn(process.execPath, [command, 'serve'], {
      env: {
        ...process.env,
        FARSHELF_PORT: '0',
        FARSHELF_CONFIG: folder,
        FARSHELF_DATA: join(folder, 'data'),
        DATABASE_URL: data.url,
        LOG_LEVEL: 'silent',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.push(child)
    let complaint = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text
    })
    const said: string[] = []
    for await (const line of createInterface(child.stdout)) {
      said.push(line)
      const url = /^Farshelf is ready at (\S+)$/.exec(line)?.[1]
      if (url) return { child, said, url, complaint: () => complaint }
    }
    return { child, said, url: '', complaint: () => complaint }
  }

  it('serves nothing before it is told to', async () => {
    const { said, url } = await serve('')
    expect(said).to.have.lengthOf(1)
    expect((await fetch(`${url}sru/default?query=hamlet`)).status).to.equal(404)
  })

  it('says where it serves, lets in whom it knows, and takes leave of them when it stops', async function () {
    const [yazClient, zoomsh] = needs(this, 'yaz-client', 'zoomsh') as [string, string]
    const settings = `
z3950: { enabled: true, port: 0, database: books, credentials: [{ type: idPass, user: partner, password: secret }] }
sru: { enabled: true, database: books, title: Our books }`
    const { child, said } = await serve(settings)
    const [, address] = /^The catalogue is served over Z39\.50: (127\.0\.0\.1:\d+\/books)$/.exec(said[0]!)!
    const [, sru] = /^The catalogue is served over SRU: (http:\S+\/sru\/books)$/.exec(said[1]!)!
    expect(await runPeer(yazClient, [], [`open ${address}`, 'quit'])).to.include('Connection rejected')
    const known = ['authentication partner secret', `open ${address}`, 'find @attr 1=4 hamlet', 'quit']
    expect(await runPeer(yazClient, [], known)).to.include('Number of hits: 1')
    expect(await runPeer(zoomsh, [], ['set sru get', `connect ${sru}`, 'search cql:dc.title=hamlet', 'quit'])).to.match(
      /: 1 hits/,
    )
    const staying = spawn(yazClient, [], { stdio: ['pipe', 'pipe', 'inherit'] })
    running.push(staying)
    staying.stdin.write(`authentication partner secret\nopen ${address}\n`)
    for await (const text of staying.stdout) if (String(text).includes('Connection accepted')) break
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await ended).to.deep.equal([0, null])
  })

  it('says why it cannot start', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    try {
      const { child, said, complaint } = await serve(`z3950: { enabled: true, port: ${port} }`)
      if (child.exitCode === null) await once(child, 'exit')
      expect(child.exitCode).to.be.greaterThan(0)
      expect(said).to.deep.equal([])
      expect(complaint()).to.contain('server.yaml').and.to.contain(`127.0.0.1:${port}`)
    } finally {
      taken.close()
    }
  })
})
