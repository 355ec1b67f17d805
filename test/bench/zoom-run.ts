// Our side of `bench zoom`. Usage: zoom-run PORT CONNECTIONS ROUNDS
import { parsePqf } from '../../src/standards/query/index.ts'
import { createClient } from '../../src/zoom/index.ts'

const [port = 0, connections = 0, rounds = 0] = process.argv.slice(2).map(Number)
const query = parsePqf('computer')
const client = createClient({
  protocol: 'z3950',
  id: 'bench',
  host: '127.0.0.1',
  port,
  databases: ['Default'],
  authentication: { type: 'none' },
  syntax: '1.2.840.10003.5.10',
  queryEncoding: 'utf-8',
  piggyback: false,
  presentChunk: 10,
  deadlines: { connect: 3_000, init: 5_000, search: 10_000, present: 10_000, total: 15_000 },
  pool: { associations: connections, idle: 60_000, queue: 2_000 },
  searchesPerMinute: Number.POSITIVE_INFINITY,
})

let records = 0
async function user() {
  for (let round = 0; round < rounds; round++) {
    const set = await client.search(query)
    const fetched = await set.fetch(1, 10)
    records += fetched.length
    set.release()
  }
}
await Promise.all(Array.from({ length: connections }, user))
await client.close()
if (records !== connections * rounds * 10) throw new Error(`only ${records} records came`)
