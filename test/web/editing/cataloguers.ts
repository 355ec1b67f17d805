import { Readable } from 'node:stream'
import { createLog } from '../../../src/kit/index.ts'
import { type Field, type MarcRecord, writeIso2709 } from '../../../src/standards/marc/index.ts'
import { createZServer, type Database, openRecordFile } from '../../../src/zserver/index.ts'
import { recordWith } from '../../bib/records.ts'
import { openSite, type Site } from '../site.ts'

/** A book as another library describes it. */
export const theirBook = (number: string, title: string, ...more: Field[]): MarcRecord =>
  recordWith(
    '00000nam a2200000 i 4500',
    ['001', number],
    ['008', '010203s1961    pl ||||| |||||||| ||pol d'],
    ['100', '1 ', 'a', 'Lem, Stanisław,', 'd', '1921-2006'],
    ['245', '10', 'a', title],
    ['264', ' 1', 'a', 'Warszawa :', 'b', 'MON,', 'c', '1961'],
    ['650', ' 0', 'a', 'Planets', 'v', 'Fiction'],
    ['952', '  ', 'p', 'their item'],
    ...more,
  )

/** A site, and what its one library holds. */
interface SiteWithLibrary extends Site {
  /** Has the library hold other records from now on. */
  restock(records: readonly (MarcRecord | Uint8Array)[]): Promise<void>
}

/** A site whose one library holds these records; bytes are served as they are. */
export async function openSiteWith(records: readonly (MarcRecord | Uint8Array)[]): Promise<SiteWithLibrary> {
  const stock = (some: typeof records) => {
    const bytes = some.map((record) => (record instanceof Uint8Array ? record : writeIso2709(record)))
    return openRecordFile(Readable.from(bytes), { name: 'Default', flavour: 'marc21' })
  }
  let held = await stock(records)
  const database: Database = {
    name: 'Default',
    search: (query, earlier) => held.search(query, earlier),
    scan: (request) => held.scan(request),
  }
  const server = createZServer({ databases: [database], name: 'upstream', log: createLog('silent') })
  await server.listen(0)
  const site = await openSite([{ id: 'upstream', port: server.port, settings: { label: 'Upstream Library' } }])
  return {
    ...site,
    async restock(some) {
      held = await stock(some)
    },
    async close() {
      await site.close()
      await server.close()
    },
  }
}

/** The same record with the first `from` in its bytes replaced by bytes that are no UTF-8. */
export function spoiled(record: MarcRecord, from: string): Uint8Array {
  const bytes = Buffer.from(writeIso2709(record))
  bytes.fill(0xff, bytes.indexOf(from), bytes.indexOf(from) + from.length)
  return bytes
}
