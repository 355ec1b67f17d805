/**
 * Our side of `bench fan-out`. Searches the ports given, fresh connections each time, and prints one JSON line of
 * milliseconds to the first hit and to all. Usage: fan-out-run ROUNDS RECORDS PORT…
 */
import { performance } from 'node:perf_hooks'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createSearchService, TargetsFile } from '../../src/search/index.ts'

const [rounds = 0, records = 0, ...ports] = process.argv.slice(2).map(Number)
const { targets } = TargetsFile.parse({
  allowNetworks: ['127.0.0.0/8'],
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

async function round() {
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

const results = []
for (let i = 0; i < rounds; i++) results.push(await round())
process.stdout.write(`${JSON.stringify(results)}\n`)
