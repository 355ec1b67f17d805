import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'

const command = fileURLToPath(new URL('../../bin/farshelf.js', import.meta.url))

interface Demo {
  readonly process: ChildProcess
  readonly url: string
  readonly said: readonly string[]
}

/** Starts the demo as `npm run demo` does, on a free port, and reads what it prints until it is ready. */
async function startDemo(program = process.execPath, args = [command, 'demo']): Promise<Demo> {
  const child = spawn(program, args, {
    env: { ...process.env, FARSHELF_PORT: '0', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: string[] = []
  for await (const line of createInterface(child.stdout!)) {
    said.push(line)
    const ready = /^Farshelf is ready at (\S+)$/.exec(line)
    if (ready) return { process: child, url: ready[1]!, said }
  }
  throw new Error(`the demo ended early: ${said.join('\n')}`)
}

describe("A newcomer's first search", () => {
  let demo: Demo
  before(async () => {
    demo = await startDemo()
  })
  after(() => demo.process.kill('SIGKILL'))

  it('is told where to look, which libraries there are, and which of them is down', async () => {
    expect(demo.said).to.have.lengthOf(5)
    expect(demo.said.filter((line) => /127\.0\.0\.1:\d+\/Default$/.test(line))).to.have.lengthOf(3)
    expect(demo.said.filter((line) => line.endsWith('is down'))).to.have.lengthOf(1)
    expect((await fetch(new URL('readyz', demo.url))).status).to.equal(200)
  })

  it('finds "history" in all three, merged, and says that the fourth does not answer', async () => {
    const made = await fetch(new URL('api/v1/searches', demo.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: { any: 'history' } }),
    })
    expect(made.status).to.equal(201)
    const events = await (await fetch(new URL(`${made.headers.get('location')}/events`, demo.url))).text()
    expect(events).to.contain('event: done')
    const found = (await (await fetch(new URL(made.headers.get('location')!, demo.url))).json()) as {
      state: string
      targets: { id: string; state: string; hits?: number; failure?: { kind: string } }[]
      hits: { sources: { target: string }[] }[]
    }
    expect(found.state).to.equal('done')
    expect(found.targets.filter(({ state, hits = 0 }) => state === 'done' && hits > 0)).to.have.lengthOf(3)
    expect(found.targets.filter(({ failure }) => failure?.kind === 'refused')).to.have.lengthOf(1)
  })

  it('reads the same work in UTF-8, MARC-8 and UNIMARC as one entry, its script intact', async () => {
    const response = await fetch(new URL('search?q=tolstoy&in=author&wait=1', demo.url))
    const html = await response.text()
    expect(response.status).to.equal(200)
    expect(html).to.contain('Война и мир')
    expect(html).not.to.match(/Vo.ina i mir.*�|\(N/)
  })

  it('ends with 0 when told to stop', async () => {
    const ended = once(demo.process, 'exit')
    demo.process.kill('SIGTERM')
    expect(await ended).to.deep.equal([0, null])
  })
})

describe('The demo under npm', () => {
  it('ends when npm is told to stop, although npm tells only its shell', async () => {
    const demo = await startDemo('npm', ['run', '--silent', 'demo'])
    demo.process.kill('SIGTERM')
    let up = true
    for (let i = 0; i < 100 && up; i++) {
      up = await fetch(new URL('healthz', demo.url)).then(
        () => true,
        () => false,
      )
      if (up) await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(up).to.equal(false)
  })
})
