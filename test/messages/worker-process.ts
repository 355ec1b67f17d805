import { openDatabase } from '../../src/kit/db/index.ts'
import { createLog } from '../../src/kit/index.ts'
import { sender } from './sending.ts'

/** A worker in a process of its own, to be killed: `worker-process.ts DATABASE_URL SMTP_URL NAME`. */
const [url, smtp, id] = process.argv.slice(2) as [string, string, string]
const database = await openDatabase({ url, dataFolder: '', log: createLog('silent'), poolSize: 4 })
sender(database, { url: smtp, id, lease: 1000, backOff: 20 })
process.stdout.write('ready\n')
