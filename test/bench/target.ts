import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { openDatabase } from '../../src/kit/db/index.ts'
import { createLog } from '../../src/kit/index.ts'
import { CatalogueDatabase, createZServer } from '../../src/zserver/index.ts'
import { findPeer } from '../peers.ts'
import { startServer } from '../postgres.ts'
import { startPeer } from '../zoom/peer-servers.ts'
import { chance, word } from './brief-records.ts'
import { fill } from './catalogue.ts'
import { median, table } from './figures.ts'

const records = Number(process.env['BENCH_RECORDS'] ?? 100_000)
const rounds = 2_000
const runs = 3

/**
 * zoomsh searches our catalogue and fetches ten records, again and again, and does the same with yaz-ztest, which makes
 * its answers up: what a real search in a real database costs beside none at all. A figure to know, without an aim.
 */
export async function run(): Promise<void> {
  const [ztest, zoomsh] = [findPeer('yaz-ztest'), findPeer('zoomsh')]
  if (!ztest || !zoomsh) throw new Error('bench target needs the Debian package yaz')
  const folder = await mkdtemp(join(tmpdir(), 'farshelf-bench-'))
  const postgres = await startServer()
  const url = await postgres.create()
  const database = await openDatabase({ url, dataFolder: '', log: createLog('silent') })
  const databases = [new CatalogueDatabase(database.db, { name: 'Default' })]
  const ours = createZServer({ databases, name: 'bench', log: createLog('silent') })
  const theirs = await startPeer(ztest, (port) => ['-v', 'none', `tcp:127.0.0.1:${port}`])
  try {
    await fill({ database, url }, 0, records)
    await ours.listen(0)
    const seconds: Record<string, number> = {}
    for (const [name, port, query] of [
      [
        'farshelf, a word of a few records',
        ours.port,
        (random: () => number) => word(5_000 + Math.floor(random() * 5_000)),
      ],
      [
        'farshelf, a word of every hundredth',
        ours.port,
        (random: () => number) => word(15 + Math.floor(random() * 45)),
      ],
      ['yaz-ztest', theirs.port, () => 'computer'],
    ] as const) {
      const random = chance(records)
      const script = join(folder, 'script')
      const asks = Array.from({ length: rounds }, () => `search ${query(random)}\nshow 0 10\n`)
      await writeFile(script, `set preferredRecordSyntax usmarc\nconnect 127.0.0.1:${port}/Default\n${asks.join('')}`)
      const times: number[] = []
      for (let i = 0; i < runs; i++) times.push(await timed(zoomsh, script))
      seconds[name] = median(times)
    }
    process.stdout.write(
      table(
        [`${records.toLocaleString('en')} records, zoomsh, one connection`, 'ms for search and ten records'],
        Object.entries(seconds).map(([name, time]) => [name, ((time / rounds) * 1000).toFixed(2)]),
      ),
    )
    process.stdout.write(`${JSON.stringify({ bench: 'target', records, rounds, seconds })}\n`)
  } finally {
    await ours.close()
    await theirs.stop()
    await database.close()
    await postgres.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Seconds a program takes from start to exit, fed from a file. */
async function timed(program: string, input: string): Promise<number> {
  const file = await open(input)
  try {
    const began = performance.now()
    const child = spawn(program, { stdio: [file.fd, 'ignore', 'inherit'] })
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error(`${program} ended with ${code}`)
    return (performance.now() - began) / 1000
  } finally {
    await file.close()
  }
}
