import type { TargetSettings } from '../../src/zoom/index.ts'

/** Settings of a target on loopback, with deadlines short enough for a test. */
export function targetAt(port: number, changes: Partial<TargetSettings> = {}): TargetSettings {
  return {
    id: 'peer',
    host: '127.0.0.1',
    port,
    databases: ['Default'],
    authentication: { type: 'none' },
    syntax: '1.2.840.10003.5.10',
    elementSet: 'F',
    queryEncoding: 'utf-8',
    piggyback: true,
    presentChunk: 10,
    deadlines: { connect: 2_000, init: 2_000, search: 2_000, present: 2_000, total: 5_000 },
    pool: { associations: 2, idle: 5_000, queue: 1_000 },
    searchesPerMinute: 1_000,
    ...changes,
  }
}
