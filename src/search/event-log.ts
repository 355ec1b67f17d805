import type { SearchEvent } from './types.ts'

/** An event before it is numbered. */
export type NewEvent = SearchEvent extends infer E ? (E extends SearchEvent ? Omit<E, 'seq'> : never) : never

/** What happened in one search, replayable from any point and followed live by any number of readers. */
export interface EventLog {
  append(event: NewEvent): void
  /** Ends the live streams; `reopen` begins another round. */
  end(event: NewEvent): void
  reopen(): void
  read(after: number, signal?: AbortSignal): AsyncGenerator<SearchEvent>
}

export function createEventLog(): EventLog {
  let events: SearchEvent[] = []
  let seq = 0
  let open = true
  let wake: (() => void)[] = []

  const push = (event: NewEvent) => {
    events.push({ ...event, seq: ++seq } as SearchEvent)
    const sleepers = wake
    wake = []
    for (const waken of sleepers) waken()
  }

  /** Resolves at the next event, or when the signal fires. */
  const nextEvent = (signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      const waken = () => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        wake = wake.filter((other) => other !== waken)
        resolve()
      }
      wake.push(waken)
      signal?.addEventListener('abort', leave, { once: true })
    })

  return {
    append: push,
    end(event) {
      open = false
      push(event)
    },
    reopen() {
      // A reader stops at `done`, so the one of the round before must not be replayed.
      events = events.filter(({ type }) => type !== 'done')
      open = true
    },
    async *read(after, signal) {
      let last = after
      while (!signal?.aborted) {
        const pending = events.filter((event) => event.seq > last)
        for (const event of pending) {
          yield event
          last = event.seq
          if (signal?.aborted) return
        }
        if (pending.length > 0) continue
        if (!open) return
        await nextEvent(signal)
      }
    },
  }
}
