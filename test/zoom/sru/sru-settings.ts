import type { SruSettings } from '../../../src/zoom/index.ts'
import { deadlines } from '../target-settings.ts'

/** Settings of an SRU target on loopback. */
export function sruAt(port: number, changes: Partial<SruSettings> = {}): SruSettings {
  return {
    id: 'peer',
    protocol: 'sru',
    url: `http://127.0.0.1:${port}/Default`,
    version: '1.2',
    method: 'get',
    schema: 'marcxml',
    indexes: new Map(),
    presentChunk: 10,
    deadlines,
    pool: { associations: 2, idle: 60_000, queue: 20_000 },
    searchesPerMinute: 1_000,
    ...changes,
  }
}
