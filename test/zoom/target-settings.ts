import type { Z3950Settings } from '../../src/zoom/index.ts'

/** What a busy machine needs to answer itself. */
export const deadlines = { connect: 20_000, init: 20_000, search: 20_000, present: 20_000, total: 60_000 }

/** Settings of a target on loopback. */
export function targetAt(port: number, changes: Partial<Z3950Settings> = {}): Z3950Settings {
  return {
    id: 'peer',
    protocol: 'z3950',
    host: '127.0.0.1',
    port,
    databases: ['Default'],
    authentication: { type: 'none' },
    syntax: '1.2.840.10003.5.10',
    elementSet: 'F',
    queryEncoding: 'utf-8',
    piggyback: true,
    presentChunk: 10,
    deadlines,
    pool: { associations: 2, idle: 60_000, queue: 20_000 },
    searchesPerMinute: 1_000,
    ...changes,
  }
}
