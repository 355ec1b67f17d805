import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { built } from '../built.ts'
import { findPeer } from '../peers.ts'
import { startZebra } from '../zoom/zebra.ts'
import { median, table } from './figures.ts'

const run_ = promisify(execFile)
const libraries = 8
const recordsEach = 100
const rounds = 15
/** Milliseconds all records may take, normalised and merged: a C metasearcher took 285 for the same. */
const aim = 60

/**
 * Eight Zebra databases of a hundred records each, overlapping, searched at once with fresh connections: time to the
 * first merged hit and to all, beside zoomsh that fetches the same records and does nothing with them.
 */
export async function run(): Promise<void> {
  const [zebrasrv, zebraidx, zoomsh] = [findPeer('zebrasrv'), findPeer('zebraidx'), findPeer('zoomsh')]
  if (!zebrasrv || !zebraidx || !zoomsh) throw new Error('bench fan-out needs the Debian packages idzebra-2.0 and yaz')
  const file = await readFile(new URL('../../fixtures/library/northfield.mrc', import.meta.url))
  const all = records(file)
  const step = Math.floor((all.length - recordsEach) / (libraries - 1))
  const servers = []
  try {
    for (let i = 0; i < libraries; i++)
      servers.push(await startZebra(zebrasrv, zebraidx, all.slice(i * step, i * step + recordsEach)))
    const ports = servers.map(({ port }) => port)
    const ours = await measureOurs(ports)
    const theirs: number[] = []
    for (let i = 0; i < rounds; i++) theirs.push(await measureZoomsh(zoomsh, ports))

    const { fetched, merged } = ours[0]!
    if (fetched !== libraries * recordsEach) throw new Error(`only ${fetched} records were fetched`)
    const [cold, ...warm] = ours
    const figures = {
      first: median(warm.map(({ first }) => first)),
      all: median(warm.map((one) => one.all)),
      cold: cold!.all,
      zoomsh: median(theirs),
    }
    process.stdout.write(
      table(
        [`${libraries} × ${recordsEach} records, merged to ${merged}`, 'ms'],
        [
          ['farshelf, to the first hit', figures.first.toFixed(1)],
          ['farshelf, all normalised and merged', figures.all.toFixed(1)],
          ['farshelf, the very first search of a process', figures.cold.toFixed(1)],
          ['zoomsh, fetched only, process start included', figures.zoomsh.toFixed(1)],
        ],
      ),
    )
    const ratios = { allToAim: figures.all / aim, warmAllToZoomshProcess: figures.all / figures.zoomsh }
    process.stdout.write(`${JSON.stringify({ bench: 'fan-out', ...figures, ...ratios })}\n`)
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}

const records = (file: Buffer): Buffer[] => {
  const found: Buffer[] = []
  for (let start = 0, end = file.indexOf(0x1d); end >= 0; start = end + 1, end = file.indexOf(0x1d, start))
    found.push(file.subarray(start, end + 1))
  return found
}

async function measureOurs(ports: readonly number[]) {
  const script = await built('test/bench/fan-out-run.ts')
  const args = [script, String(rounds + 1), String(recordsEach), ...ports.map(String)]
  const { stdout } = await run_(process.execPath, args, { maxBuffer: 16 * 1024 * 1024 })
  return JSON.parse(stdout) as { first: number; all: number; fetched: number; merged: number }[]
}

async function measureZoomsh(zoomsh: string, ports: readonly number[]): Promise<number> {
  const commands = [
    'set preferredRecordSyntax usmarc',
    `set presentChunk ${recordsEach}`,
    ...ports.map((port) => `connect 127.0.0.1:${port}/Default`),
    'search "@attr 1=_ALLRECORDS @attr 2=103 \\"\\""',
    `show 0 ${recordsEach}`,
    'quit',
  ]
  const began = performance.now()
  await run_(zoomsh, commands, { maxBuffer: 64 * 1024 * 1024 })
  return performance.now() - began
}
