import { importHandlers } from '../../../src/catalogue/index.ts'
import { openDatabase } from '../../../src/kit/db/index.ts'
import { createLog, systemClock } from '../../../src/kit/index.ts'
import { createWorker } from '../../../src/kit/jobs/index.ts'

/** A worker in a process of its own, to be killed: `worker-process.ts DATABASE_URL NAME`. */
const [url, id] = process.argv.slice(2) as [string, string]
const log = createLog('silent')
const database = await openDatabase({ url, dataFolder: '', log, poolSize: 4 })
createWorker({
  database,
  handlers: importHandlers(database),
  clock: systemClock,
  log,
  id,
  lease: 1500,
  poll: 100,
  backOff: 50,
})
process.stdout.write('ready\n')
