import { createHook } from 'node:async_hooks'
import { fork } from 'node:child_process'
import fs from 'node:fs'
import { expect } from 'chai'
import { messageLimits, readMessage } from '../../../src/standards/iso18626/index.ts'
import { timed } from '../../cpu-time.ts'
import { harmless, heavy, opening, schemaLocation } from './hostile.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/** The names of files and connections that are opened while something is done, however. */
function opens(work: () => void): string[] {
  const seen: string[] = []
  const watched = [
    'openSync',
    'readFileSync',
    'open',
    'readFile',
    'createReadStream',
    'existsSync',
    'statSync',
  ] as const
  const real = watched.map((name) => [name, fs[name]] as const)
  for (const [name, original] of real)
    Object.assign(fs, {
      [name]: (...given: unknown[]) => {
        seen.push(`${name} ${String(given[0])}`)
        return (original as (...all: unknown[]) => unknown)(...given)
      },
    })
  const hook = createHook({ init: (_, type) => seen.push(type) }).enable()
  try {
    work()
  } finally {
    hook.disable()
    Object.assign(fs, Object.fromEntries(real))
  }
  return seen.filter((each) => !/^(PROMISE|TickObject|Microtask)$/.test(each))
}

describe('A hostile document', () => {
  it('is watched while it is read', () => {
    expect(opens(() => fs.readFileSync('package.json'))).to.include('readFileSync package.json')
    expect(opens(() => fs.stat('package.json', () => {}))).to.include('FSREQCALLBACK')
  })

  for (const [name, document] of Object.entries(opening))
    it(`opens nothing and is refused: ${name}`, () => {
      let read: ReturnType<typeof readMessage> | undefined
      expect(opens(() => (read = readMessage(bytes(document))))).to.deep.equal([])
      if (read!.kind === 'unreadable') expect(read!.fault).to.equal('doctype')
      else expect(read!.faults.map(({ fault, path }) => `${fault} ${path}`)).to.include('element note/include')
      expect(JSON.stringify(read)).not.to.contain('root:')
    })

  it('may name a schema: nobody looks', () => {
    expect(
      opens(() => expect(readMessage(bytes(schemaLocation)).kind).to.equal('requestingAgencyMessage')),
    ).to.deep.equal([])
  })

  /** Milliseconds of the quickest of some runs: others, and the compiler, take their turns in between. */
  const quickest = (sent: Uint8Array) =>
    Math.min(...[1, 2, 3, 4, 5].map(() => timed(() => expect(readMessage(sent)).to.be.an('object'))))
  /** 50 ms; where even a harmless message of 100 KB takes more than 5 ms, as much longer. */
  let limit = 50
  before(() => {
    limit = Math.max(50, 10 * quickest(bytes(harmless)))
  })

  for (const [name, document] of Object.entries(heavy))
    it(`takes little time: ${name}`, () => {
      expect(quickest(bytes(document))).to.be.lessThan(limit)
    })

  it('of more bytes than may be is not looked at', () => {
    const read = readMessage(new Uint8Array(messageLimits.bytes + 1))
    expect(read).to.include({ kind: 'unreadable', fault: 'too-large' })
  })

  it('takes less than 20 MB, each of them alone', async () => {
    const child = fork(new URL('hostile-memory.ts', import.meta.url), { execArgv: ['--expose-gc', '--import', 'tsx'] })
    const grown = await new Promise<Record<string, number>>((resolve, reject) => {
      child.once('message', (told) => resolve(told as Record<string, number>))
      child.once('exit', (code) => reject(new Error(`it ended with ${code}`)))
    })
    expect(Object.keys(grown)).to.have.length(Object.keys({ ...opening, ...heavy }).length)
    for (const [name, megabytes] of Object.entries(grown)) expect(megabytes, name).to.be.lessThan(20)
  })
})
