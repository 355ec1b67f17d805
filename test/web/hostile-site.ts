import { createReadStream } from 'node:fs'
import { createLog } from '../../src/kit/index.ts'
import { createZServer, openRecordFile } from '../../src/zserver/index.ts'
import { openSite, type Site } from './site.ts'

/** A library whose every record attacks whoever shows it, with its links to the "catalogue" as bad. */
export async function openHostileSite(): Promise<Site> {
  const log = createLog('silent')
  const file = new URL('../../fixtures/library/hostile.mrc', import.meta.url)
  const database = await openRecordFile(createReadStream(file), { name: 'Default', flavour: 'marc21' })
  const server = createZServer({ databases: [database], name: 'hostile', log })
  await server.listen(0)
  const label = '<img src=x onerror=alert(1)>'
  const site = await openSite([{ id: 'hostile', port: server.port, settings: { label, categories: [label] } }])
  return {
    ...site,
    async close() {
      await site.close()
      await server.close()
    },
  }
}
