import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { built } from '../built.ts'
import { findPeer } from '../peers.ts'
import { median } from './figures.ts'
import { benchRecord } from './marc-records.ts'

const RECORDS = 100_000
const DIFFERENT = 5_000
const RUNS = 7

const root = new URL('../../', import.meta.url)
const marcjs = pathToFileURL(join(root.pathname, 'node_modules/marcjs/lib/Marc.js')).href

/** Our reader: every record validated, decoded to NFC text, in marcjs's shape. Reads the file in chunks. */
const ours = (reader: string) => `
  import { createReadStream } from 'node:fs'
  import { BatchReader } from ${JSON.stringify(pathToFileURL(reader).href)}
  const reader = new BatchReader()
  let records = 0
  let fields = 0
  const take = (batch) => { for (const { record } of batch) { records++; fields += record.fields.length } }
  for await (const chunk of createReadStream(process.argv[1], { highWaterMark: 1 << 20 })) take(reader.push(chunk))
  take(reader.end())
  console.log(records, fields)`

/** marcjs at its quickest: its static parser on slices of a file in memory (its stream takes about twice as long). */
const theirs = `
  import { readFileSync } from 'node:fs'
  import marcjs from ${JSON.stringify(marcjs)}
  const bytes = readFileSync(process.argv[1])
  let records = 0
  let fields = 0
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0x1d, start) + 1
    fields += marcjs.Marc.parse(bytes.subarray(start, end), 'iso2709').fields.length
    records++
    start = end
  }
  console.log(records, fields)`

interface Contender {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  /** Says that every record was read; empty for a peer that prints none. */
  readonly expected?: RegExp
}

/** The file repeats 5,000 different records: writing them all anew would take longer than reading them. */
async function writeRecords(path: string, encoding: 'utf-8' | 'marc-8'): Promise<void> {
  const batch = Buffer.concat(Array.from({ length: DIFFERENT }, (_, n) => benchRecord(n, encoding)))
  const file = createWriteStream(path)
  for (let n = 0; n < RECORDS; n += DIFFERENT) if (!file.write(batch)) await once(file, 'drain')
  file.end()
  await once(file, 'finish')
}

/** Seconds from start to exit of a process, everything included. */
async function time({ name, command, args, expected }: Contender): Promise<number> {
  const started = performance.now()
  const child = spawn(command, args, { stdio: ['ignore', expected ? 'pipe' : 'ignore', 'inherit'] })
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const [code] = (await once(child, 'close')) as [number]
  const seconds = (performance.now() - started) / 1000
  if (code !== 0 || (expected && !expected.test(said))) throw new Error(`${name} ended with ${code}: ${said}`)
  return seconds
}

/**
 * Reads 100,000 generated records with our reader, marcjs and yaz-marcdump, one process each, start and reading of the
 * file included, runs interleaved. Prints medians and, last, one JSON line with the ratios.
 */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'farshelf-bench-'))
  try {
    const utf8 = join(folder, 'utf8.mrc')
    const marc8 = join(folder, 'marc8.mrc')
    await writeRecords(utf8, 'utf-8')
    await writeRecords(marc8, 'marc-8')
    const node = (name: string, script: string, file: string): Contender => ({
      name,
      command: process.execPath,
      args: ['--input-type=module', '--eval', script, file],
      expected: new RegExp(`^${RECORDS} \\d{7}`),
    })
    const yaz = findPeer('yaz-marcdump')
    const reading = ours(await built('src/standards/marc/index.ts'))
    const contenders = {
      ours: node('farshelf, UTF-8, validated', reading, utf8),
      marcjs: node('marcjs, static parser', theirs, utf8),
      ...(yaz && { yaz: { name: 'yaz-marcdump -n', command: yaz, args: ['-n', utf8] } }),
      oursMarc8: node('farshelf, MARC-8 to text', reading, marc8),
      ...(yaz && {
        yazMarc8: {
          name: 'yaz-marcdump -f marc8 -t utf8 -o marc',
          command: yaz,
          args: ['-f', 'marc8', '-t', 'utf8', '-o', 'marc', marc8],
        },
      }),
    } satisfies Record<string, Contender>
    const seconds = new Map<string, number[]>()
    for (let i = 0; i < RUNS; i++)
      for (const [id, contender] of Object.entries(contenders))
        seconds.set(id, [...(seconds.get(id) ?? []), await time(contender)])
    const medians = new Map([...seconds].map(([id, values]) => [id, median(values)]))
    const megabytes = (await stat(utf8)).size / 1e6
    const lines = [
      `${RECORDS} records, ${megabytes.toFixed(0)} MB; medians of ${RUNS} interleaved runs, a process each, start included`,
      ...Object.entries(contenders).map(([id, { name }]) => {
        const middle = medians.get(id)!
        return `${name.padEnd(40)}${middle.toFixed(3).padStart(8)} s ${Math.round(RECORDS / middle)
          .toLocaleString('en')
          .padStart(10)}/s`
      }),
    ]
    const ratio = (of: string, to: string): number | null => {
      const [a, b] = [medians.get(of), medians.get(to)]
      return a && b ? Number((a / b).toFixed(2)) : null
    }
    const ratios = {
      bench: 'marc',
      timesMarcjs: ratio('marcjs', 'ours'),
      speedOfYaz: ratio('yaz', 'ours'),
      marc8SpeedOfYaz: ratio('yazMarc8', 'oursMarc8'),
    }
    process.stdout.write(`${lines.join('\n')}\n${JSON.stringify(ratios)}\n`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
