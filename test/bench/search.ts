import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { built } from '../built.ts'
import { findPeer } from '../peers.ts'
import { median, table } from './figures.ts'

const run_ = promisify(execFile)
/** Rounds that know nothing of the targets, and rounds of one service that stays. */
const [fresh, kept] = [3, 20]
/** Milliseconds before each answer of a slow target. */
const pause = 2000
/** Milliseconds to the first hits, and until every target has answered or failed; megabytes. Z12 of the test catalogue. */
const aims = { first: 500, all: 15_500, memory: 300 }

interface Place {
  readonly kind: string
  readonly port: number
}
interface Round {
  readonly first: number
  readonly allGood: number
  readonly all: number
  readonly done: number
  readonly merged: number
}
interface Held {
  readonly rss: number
  readonly heap: number
  readonly sockets: number
}
interface Measured {
  readonly first: readonly Round[]
  readonly later: readonly Round[]
  readonly holds: readonly Held[]
  /** Once each service was closed, the one of many rounds last. */
  readonly closed: readonly Held[]
}

/**
 * Fifty targets at once: 25 good ones, 10 slow, 10 dead (5 refuse, 5 never answer), 5 hostile. Time to the first hits,
 * to all of the good, and to the end; what is held in memory and open after many rounds; beside zoomsh, which asks the
 * good ones alone, as it waits for its slowest.
 */
export async function run(): Promise<void> {
  const zoomsh = findPeer('zoomsh')
  if (!zoomsh) throw new Error('bench search needs the Debian package yaz')
  const farm = spawn(process.execPath, [await built('test/bench/search-farm.ts'), String(pause)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  try {
    const places = await placesOf(farm)
    const good = places.filter(({ kind }) => kind === 'good').map(({ port }) => port)
    const dead = Array.from({ length: 5 }, (): Place => ({ kind: 'refused', port: 1 }))
    const ours = await measureOurs([...places, ...dead])
    const theirs: number[] = []
    for (let i = 0; i < 9; i++) theirs.push(await measureZoomsh(zoomsh, good))
    report(ours, median(theirs))
  } finally {
    const gone = once(farm, 'exit')
    farm.stdin?.end()
    await gone
  }
}

function report({ first, later, holds, closed }: Measured, zoomsh: number): void {
  const short = [...first, ...later].find(({ done }) => done < 25)
  if (short) throw new Error(`only ${short.done} targets answered`)
  const [half, last] = [holds[Math.floor(holds.length / 2)]!, holds.at(-1)!]
  const most = (rounds: readonly Round[], of: 'first' | 'allGood' | 'all') => Math.max(...rounds.map((one) => one[of]))
  const figures = {
    first: most(first, 'first'),
    allGood: median(first.map(({ allGood }) => allGood)),
    all: most(first, 'all'),
    laterFirst: most(later, 'first'),
    laterAll: median(later.map(({ all }) => all)),
    zoomsh,
    memory: Math.max(...holds.map(({ rss }) => rss)),
    heldBySearch: (last.heap - half.heap) / (holds.length - 1 - Math.floor(holds.length / 2)),
    heapGrowth: closed.at(-1)!.heap - closed[0]!.heap,
    sockets: Math.max(...holds.map((one) => one.sockets)),
    socketsClosed: Math.max(...closed.map((one) => one.sockets)),
  }
  const ms = (value: number) => value.toFixed(0)
  process.stdout.write(
    table(
      [`50 targets: ${fresh} rounds afresh, ${kept} of one service`, ''],
      [
        ['to the first hits, the slowest round afresh, ms', ms(figures.first)],
        ['until the 25 good have answered, ms', ms(figures.allGood)],
        ['until all have answered or failed, the slowest round, ms', ms(figures.all)],
        ['to the first hits, the slowest later round, ms', ms(figures.laterFirst)],
        ['until all have, later, ms', ms(figures.laterAll)],
        ['zoomsh, the 25 good alone, process start included, ms', ms(figures.zoomsh)],
        ['memory at most, MB', figures.memory.toFixed(0)],
        ['heap that each search is kept in, while it is kept, MB', figures.heldBySearch.toFixed(2)],
        ['heap once closed, the last service more than the first, MB', figures.heapGrowth.toFixed(1)],
        ['sockets at most between rounds', String(figures.sockets)],
        ['sockets once closed', String(figures.socketsClosed)],
      ],
    ),
  )
  const ratios = {
    firstToAim: figures.first / aims.first,
    allToAim: figures.all / aims.all,
    memoryToAim: figures.memory / aims.memory,
    goodToZoomshProcess: figures.allGood / figures.zoomsh,
  }
  process.stdout.write(`${JSON.stringify({ bench: 'search', ...figures, ...ratios })}\n`)
}

async function placesOf(farm: ChildProcess): Promise<readonly Place[]> {
  const lines = createInterface({ input: farm.stdout! })
  const [line] = (await once(lines, 'line')) as [string]
  return JSON.parse(line)
}

async function measureOurs(places: readonly Place[]): Promise<Measured> {
  const script = await built('test/bench/search-run.ts')
  const args = ['--expose-gc', script, String(fresh), String(kept), JSON.stringify(places)]
  const { stdout } = await run_(process.execPath, args, { maxBuffer: 16 * 1024 * 1024 })
  return JSON.parse(stdout)
}

async function measureZoomsh(zoomsh: string, ports: readonly number[]): Promise<number> {
  const commands = [
    'set preferredRecordSyntax usmarc',
    ...ports.map((port) => `connect 127.0.0.1:${port}/Default`),
    'search "book"',
    'show 0 10',
    'quit',
  ]
  const began = performance.now()
  await run_(zoomsh, commands, { maxBuffer: 64 * 1024 * 1024 })
  return performance.now() - began
}
