import { createReadStream } from 'node:fs'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createSearchService, type SearchService, TargetsFile } from '../../src/search/index.ts'
import { createZServer, openRecordFile, type ZServer } from '../../src/zserver/index.ts'

const log = createLog('silent')

/** What a target of a test is, beside the settings of `targets.yaml`. */
export interface Library {
  readonly id: string
  /** A file of `fixtures/library`, served for the test; else `port` names who answers. */
  readonly records?: 'northfield' | 'eastbrook' | 'lakeside'
  /** Milliseconds an answer takes. */
  readonly delay?: number
  readonly port?: number
  readonly settings?: object
}

export interface Libraries {
  readonly service: SearchService
  readonly servers: readonly ZServer[]
  close(): Promise<void>
}

/** Serves the libraries on loopback and opens a search service on them, in the order given. */
export async function openLibraries(libraries: readonly Library[]): Promise<Libraries> {
  const servers: ZServer[] = []
  const entries = []
  for (const [order, { id, records, delay, port, settings }] of libraries.entries()) {
    const unimarc = records === 'lakeside'
    let at = port
    if (records) {
      const database = await openRecordFile(
        createReadStream(new URL(`../../fixtures/library/${records}.mrc`, import.meta.url)),
        { name: 'Default', flavour: unimarc ? 'unimarc' : 'marc21' },
      )
      const server = createZServer({ databases: [database], name: id, log, ...(delay && { delay }) })
      await server.listen(0)
      servers.push(server)
      at = server.port
    }
    const own = { id, label: id, order, host: '127.0.0.1', port: at, syntax: unimarc ? 'unimarc' : 'usmarc' }
    entries.push({ ...own, searchesPerMinute: 1000, ...settings })
  }
  const service = createSearchService({
    targets: TargetsFile.parse({ allowNetworks: ['127.0.0.0/8'], targets: entries }).targets,
    clock: systemClock,
    log,
  })
  return {
    service,
    servers,
    async close() {
      await service.close()
      await Promise.all(servers.map((server) => server.close()))
    },
  }
}
