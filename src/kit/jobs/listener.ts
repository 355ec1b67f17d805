import type { Database } from '../db/index.ts'
import type { Log } from '../log.ts'
import { channel } from './queue.ts'

export interface Listener {
  close(): void
}

/** How long until a lost connection is tried again. Polling goes on meanwhile. */
const pause = 5000

/** Calls `wake` when somebody adds work: on a connection of its own, made again whenever it is lost. */
export function listen(database: Database, wake: () => void, log: Log): Listener {
  let release: (() => void) | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false

  async function connect(): Promise<void> {
    try {
      const client = await database.pool.connect()
      let over = false
      release = () => {
        if (over) return
        over = true
        // It listens: nobody else should get it.
        client.release(true)
      }
      client.on('error', lost)
      client.on('notification', wake)
      if (closed) return release()
      await client.query(`listen ${channel}`)
      // What was added before we listened.
      wake()
    } catch (error) {
      lost(error as Error)
    }
  }

  function lost(error: Error) {
    release?.()
    release = undefined
    if (closed || timer) return
    log.debug({ err: error }, 'not listening for jobs')
    timer = setTimeout(() => {
      timer = undefined
      void connect()
    }, pause).unref()
  }

  void connect()
  return {
    close() {
      closed = true
      clearTimeout(timer)
      release?.()
    },
  }
}
