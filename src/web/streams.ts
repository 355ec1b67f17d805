import type { Response } from 'express'
import { goneSignal } from './route.ts'

/** One open stream of server-sent events (HTML standard, 9.2). */
export interface EventStream {
  /** Fires when the reader has gone or the server shuts down. */
  readonly signal: AbortSignal
  /** Sends an event; resolves when there is room for the next. */
  send(event: string, data: string, id?: number): Promise<void>
  end(): void
}

/** Every stream open now, so that they can be counted and ended. */
export interface Streams {
  readonly open: number
  /** Begins a stream. One is over already for a caller that wants only its head (HEAD), and gets it, or has gone. */
  start(res: Response): EventStream
  /** Ends all streams: readers come back by themselves once a server is there again. */
  close(): void
}

export function eventStreams(heartbeat: number): Streams {
  const open = new Set<() => void>()
  return {
    get open() {
      return open.size
    },
    start(res) {
      res.set({
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        // Asks nginx not to gather events before passing them on.
        'X-Accel-Buffering': 'no',
      })
      if (res.req.method === 'HEAD') {
        res.end()
        return over
      }
      const closing = new AbortController()
      const signal = AbortSignal.any([closing.signal, goneSignal(res)])
      if (signal.aborted) return over
      const beat = setInterval(() => res.write(':\n\n'), heartbeat)
      const close = () => closing.abort()
      open.add(close)
      signal.addEventListener('abort', () => {
        clearInterval(beat)
        open.delete(close)
        res.end()
      })
      res.flushHeaders()
      res.write('retry: 2000\n\n')
      return {
        signal,
        async send(event, data, id) {
          if (signal.aborted) return
          const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`)
          if (!res.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\n${lines.join('')}\n`))
            await drained(res, signal)
        },
        end: close,
      }
    },
    close() {
      for (const end of open) end()
    },
  }
}

const over: EventStream = { signal: AbortSignal.abort(), send: async () => undefined, end: () => undefined }

const drained = (res: Response, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const on = () => {
      res.off('drain', on)
      signal.removeEventListener('abort', on)
      resolve()
    }
    res.once('drain', on)
    signal.addEventListener('abort', on)
  })
