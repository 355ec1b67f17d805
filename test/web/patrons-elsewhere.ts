import { defaultCirculation } from '../../src/circulation/index.ts'
import { createHousePatrons, createIll, IllSettings, LibrarySystemSettings } from '../../src/ill/index.ts'
import { createLog, type Log, systemClock } from '../../src/kit/index.ts'
import { createWorker } from '../../src/kit/jobs/index.ts'
import { addLists } from './our-catalogue.ts'
import { openSite, type Site } from './site.ts'

const clock = systemClock
const circulation = defaultCirculation

/** A house that keeps its readers in a system that speaks SIP2, and asks it in the background, too. */
export async function openHouseWith(
  port: number,
  given: object = {},
  log: Log = createLog('silent'),
): Promise<{ readonly site: Site; close(): Promise<void> }> {
  const settings = LibrarySystemSettings.parse({
    patronCheck: 'sip2',
    sip2: { host: '127.0.0.1', port, allowNetworks: ['127.0.0.0/8'], institution: 'main', timeout: 60 },
    ...given,
  })
  const patrons = createHousePatrons(settings, { clock, log })
  const ill = createIll({ clock, circulation, settings: IllSettings.parse({}), patrons })
  const site = await openSite([], { ill, circulation, clock, log, deadline: 60_000 })
  await addLists(site.database)
  const handlers = ill.sending(site.database)
  const worker = createWorker({ database: site.database, handlers, clock, log, backOff: 20, poll: 20 })
  return {
    site,
    async close() {
      await worker.close()
      patrons?.close()
      await site.close()
    },
  }
}
