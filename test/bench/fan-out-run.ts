/**
 * The measured side of `npm run bench fan-out`, in a process of its own from `dist`: searches the ports given, fresh
 * connections each time, and prints one JSON line of milliseconds to the first hit and to all.
 */
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'

type Search = typeof import('../../src/search/index.ts')
type Kit = typeof import('../../src/kit/index.ts')
const { createSearchService, TargetsFile }: Search = await import(
  new URL('../../dist/search/index.js', import.meta.url).href
)
const { createLog, systemClock }: Kit = await import(new URL('../../dist/kit/index.js', import.meta.url).href)

const [rounds, records, ...ports] = process.argv.slice(2).map(Number) as [number, number, ...number[]]
const targets = TargetsFile.parse({
  targets: ports.map((port) => ({
    id: `zebra-${port}`,
    label: `Zebra ${port}`,
    host: '127.0.0.1',
    port,
    databases: ['Default'],
    firstRecords: records,
    presentChunk: records,
  })),
})
const log = createLog('silent')

interface Round {
  readonly first: number
  readonly all: number
  readonly fetched: number
  readonly merged: number
}

async function round(): Promise<Round> {
  const service = createSearchService({ targets, clock: systemClock, log, mostRecords: records * ports.length })
  const began = performance.now()
  const search = service.start({ query: { pqf: '@attr 1=_ALLRECORDS @attr 2=103 ""' } })
  let first = Number.NaN
  for await (const event of search.events())
    if (event.type === 'hits' && Number.isNaN(first)) first = performance.now() - began
  const all = performance.now() - began
  const fetched = search.targets.reduce((sum, target) => sum + target.fetched, 0)
  const result = { first, all, fetched, merged: search.merged }
  await service.close()
  return result
}

const results: Round[] = []
for (let i = 0; i < rounds; i++) results.push(await round())
if (!process.stdout.write(`${JSON.stringify(results)}\n`)) await once(process.stdout, 'drain')
