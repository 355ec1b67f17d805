import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { built } from '../built.ts'
import { findPeer } from '../peers.ts'
import { startPeer } from '../zoom/peer-servers.ts'
import { median, table } from './figures.ts'

const runs = 7
/** Our time by zoomsh's: a spike reached 0.6. */
const aim = 0.8
const loads = [
  { name: '20,000 × (search, present 10), one connection', connections: 1, rounds: 20_000 },
  { name: '8 × 2,000, eight connections', connections: 8, rounds: 2_000 },
] as const

/**
 * Searches yaz-ztest and fetches ten records, again and again, beside zoomsh that sends the same PDUs. Client and server
 * share one core, so that the figure is work done and not the scheduler's luck; process start is included.
 */
export async function run(): Promise<void> {
  const [ztest, zoomsh] = [findPeer('yaz-ztest'), findPeer('zoomsh')]
  if (!ztest || !zoomsh) throw new Error('bench zoom needs the Debian package yaz')
  const folder = await mkdtemp(join(tmpdir(), 'farshelf-bench-'))
  const ourScript = await built('test/bench/zoom-run.ts')
  const pinned = await pinning()
  const [program, ...args] = [...pinned, ztest, '-v', 'none']
  const server = await startPeer(program!, (port) => [...args, `tcp:127.0.0.1:${port}`])
  try {
    const ratios: Record<string, number> = {}
    const rows: string[][] = []
    for (const { name, connections, rounds } of loads) {
      const script = join(folder, `${connections}.zoom`)
      await writeFile(script, zoomshScript(server.port, connections, rounds))
      const ours: number[] = []
      const theirs: number[] = []
      for (let i = 0; i < runs; i++) {
        const figures = [server.port, connections, rounds].map(String)
        ours.push(await timed([...pinned, process.execPath, ourScript, ...figures]))
        theirs.push(await timed([...pinned, zoomsh], script))
      }
      const ratio = median(ours) / median(theirs)
      ratios[connections === 1 ? 'one' : 'eight'] = ratio
      rows.push([name, median(ours).toFixed(2), median(theirs).toFixed(2), ratio.toFixed(2)])
    }
    process.stdout.write(table([`median of ${runs} runs, seconds`, 'farshelf', 'zoomsh', 'ratio'], rows))
    process.stdout.write(`${JSON.stringify({ bench: 'zoom', ...ratios, aim })}\n`)
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The words that pin a program to the last core, where there is taskset. */
async function pinning(): Promise<string[]> {
  const words = ['taskset', '-c', String(cpus().length - 1)]
  try {
    await timed([...words, 'true'])
    return words
  } catch {
    process.stderr.write('Without taskset: the figures measure the scheduler too.\n')
    return []
  }
}

/** What zoomsh is to do. It keeps one connection a host and database: other database names give it several. */
function zoomshScript(port: number, connections: number, rounds: number): string {
  const connects = Array.from({ length: connections }, (_, n) => `connect 127.0.0.1:${port}/db${n}\n`)
  return `set preferredRecordSyntax usmarc\n${connects.join('')}${'search computer\nshow 0 10\n'.repeat(rounds)}`
}

/** Seconds a program takes from start to exit, fed from a file. */
async function timed([program, ...args]: readonly string[], input = '/dev/null'): Promise<number> {
  const file = await open(input)
  try {
    const began = performance.now()
    const child = spawn(program!, args, { stdio: [file.fd, 'ignore', 'inherit'] })
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`)
    return (performance.now() - began) / 1000
  } finally {
    await file.close()
  }
}
