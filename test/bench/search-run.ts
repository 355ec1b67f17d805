/**
 * Our side of `bench search`. Searches the places given, first some rounds with all that is known forgotten, then more
 * with one service that stays. Prints one JSON line. Usage: node --expose-gc search-run FRESH KEPT PLACES-AS-JSON
 */
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createSearchService, type SearchService, TargetsFile } from '../../src/search/index.ts'

const [fresh = 0, kept = 0] = process.argv.slice(2, 4).map(Number)
const places = JSON.parse(process.argv[4]!) as readonly { readonly kind: string; readonly port: number }[]
const { targets } = TargetsFile.parse({
  allowNetworks: ['127.0.0.0/8'],
  // Everything else as it comes: these are the limits and patience of a house that has set nothing.
  targets: places.map(({ kind, port }, i) => ({
    id: `${kind}-${i}`,
    label: `${kind} ${i}`,
    host: '127.0.0.1',
    port,
    searchesPerMinute: 1000,
  })),
})
const newService = () => createSearchService({ targets, clock: systemClock, log: createLog('silent') })
let asked = 0

/** One search, with words that no other had: milliseconds to the first hit, to all good targets, and to the end. */
async function round(service: SearchService) {
  const began = performance.now()
  const search = service.start({ query: { any: `book ${++asked}` } })
  const good = new Set(targets.map(({ id }) => id).filter((id) => id.startsWith('good')))
  let [first, allGood] = [Number.NaN, Number.NaN]
  for await (const event of search.events()) {
    if (event.type === 'hits' && Number.isNaN(first)) first = performance.now() - began
    if (event.type === 'target' && event.target.state === 'done') good.delete(event.target.id)
    if (good.size === 0 && Number.isNaN(allGood)) allGood = performance.now() - began
  }
  const done = search.targets.filter(({ state }) => state === 'done').length
  return { first, allGood, all: performance.now() - began, done, merged: search.merged }
}

/** What is held when nothing goes on. */
function held() {
  globalThis.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  const sockets = process.getActiveResourcesInfo().filter((one) => one === 'TCPSocketWrap').length
  return { rss: rss / 2 ** 20, heap: heapUsed / 2 ** 20, sockets }
}

const first = []
const closed = []
for (let i = 0; i < fresh; i++) {
  const service = newService()
  first.push(await round(service))
  await service.close()
  await sleep(100)
  closed.push(held())
}
const service = newService()
const later = []
const holds = []
for (let i = 0; i < kept; i++) {
  later.push(await round(service))
  holds.push(held())
}
await service.close()
await sleep(100)
closed.push(held())
process.stdout.write(`${JSON.stringify({ first, later, holds, closed })}\n`)
