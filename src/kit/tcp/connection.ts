import type { Socket } from 'node:net'
import type { Log } from '../log.ts'
import type { ConnectionLimits } from './limits.ts'

/** Why an association is ended. */
export type CloseReason = 'shutdown' | 'systemProblem' | 'resources' | 'protocolError' | 'lackOfActivity'

/** Cuts what comes into requests, however it is chunked. */
export interface Cutter {
  /** The requests a chunk completes. @throws what keeps the stream from being read any further */
  push(chunk: Uint8Array): Buffer[]
  /** Octets of a request that has begun and not ended. */
  readonly pending: number
  /** Why the stream cannot be read further, once it cannot. */
  readonly failure: Error | undefined
}

/** What is said on an association, without the socket it is said over. */
export interface Conversation {
  /** Answers one request. Never rejects: whatever goes wrong is an answer, too. */
  answer(request: Buffer): Promise<{ readonly reply?: Uint8Array; readonly end?: boolean }>
  /** Last words. */
  farewell(reason: CloseReason, text: string): Uint8Array
  /** The socket has gone: let go of what is held for it and stop waiting. May be said twice; what it gives is waited for. */
  end(): void | Promise<void>
  /** An answer that is being worked out is given before the server shuts down: what it does cannot be taken back. */
  readonly finishes?: boolean
  /** A client that ends in the middle of a request is told so: where silence would say that it was taken. */
  readonly tellsOfCut?: boolean
}

/**
 * One client's socket: cuts what comes into requests, has them answered one after the other, and keeps time. While an
 * answer is worked out or has not been taken by the client, nothing more is read, so that no client fills our memory.
 */
export class Connection {
  readonly #socket: Socket
  readonly #splitter: Cutter
  readonly #conversation: Conversation
  readonly #limits: ConnectionLimits
  readonly #log: Log
  /** Resolves when nothing is left of the socket. */
  readonly gone: Promise<void>
  readonly #waiting: Buffer[] = []
  #state: 'open' | 'closing' | 'gone' = 'open'
  #busy = false
  /** The client has said all it will say. */
  #ended = false
  #inRequest = false
  /** We shut down once the answer in work is given. */
  #leaving = false
  #deadline: NodeJS.Timeout | undefined

  constructor(socket: Socket, splitter: Cutter, conversation: Conversation, limits: ConnectionLimits, log: Log) {
    this.#socket = socket
    this.#splitter = splitter
    this.#conversation = conversation
    this.#limits = limits
    this.#log = log
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('end', () => {
      this.#ended = true
      if (!this.#busy) this.#over()
    })
    socket.on('error', (cause) => log.debug({ cause: cause.message }, 'connection lost'))
    this.gone = new Promise((resolve) => {
      socket.on('close', () => {
        this.#state = 'gone'
        clearTimeout(this.#deadline)
        resolve(conversation.end() ?? undefined)
      })
    })
    this.#expire(limits.firstDeadline, 'no request in time')
  }

  /** Takes leave and ends the association; the socket is gone soon after, whether the client answers or not. */
  close(reason: CloseReason, text: string): void {
    if (reason === 'shutdown' && this.#busy && this.#conversation.finishes && this.#state === 'open') {
      this.#leaving = true
      this.#destroyAfter(this.#limits.writeDeadline)
      return
    }
    if (this.#state === 'open') {
      this.#log.info({ reason, text }, 'association closed')
      this.#finish(this.#conversation.farewell(reason, text))
    }
    if (this.#state === 'closing') this.#destroyAfter(this.#limits.linger)
  }

  #take(chunk: Buffer): void {
    if (this.#state !== 'open') return
    try {
      this.#waiting.push(...this.#splitter.push(chunk))
    } catch (cause) {
      this.close('protocolError', cause instanceof Error ? cause.message : 'unreadable')
      return
    }
    // Only a client that does not wait for its answer is made to wait: stopping to read costs two system calls.
    if (this.#busy) this.#socket.pause()
    else if (this.#waiting.length > 0) void this.#work()
    else this.#expect()
  }

  async #work(): Promise<void> {
    this.#busy = true
    this.#inRequest = false
    clearTimeout(this.#deadline)
    for (let request = this.#waiting.shift(); request; request = this.#waiting.shift()) {
      const { reply, end } = await this.#conversation.answer(request)
      if (this.#state !== 'open') return
      if (end) return this.#finish(reply)
      if (this.#leaving) return this.#finish(reply)
      if (reply && !this.#socket.write(reply) && !(await this.#drained())) return
    }
    this.#busy = false
    const { failure } = this.#splitter
    if (failure) return this.close('protocolError', failure.message)
    if (this.#ended) return this.#over()
    this.#expect()
    if (this.#socket.isPaused()) this.#socket.resume()
  }

  /** The client has said all, and all of that is answered. */
  #over(): void {
    if (this.#conversation.tellsOfCut && this.#splitter.pending > 0)
      this.close('protocolError', 'the end came in the middle of a request')
    else this.#finish()
  }

  /** Sets the deadline for what comes next: the rest of a request that has begun, or another one. */
  #expect(): void {
    const begun = this.#splitter.pending > 0
    if (begun && this.#inRequest) return
    this.#inRequest = begun
    if (begun) this.#expire(this.#limits.requestDeadline, 'the request did not end in time')
    else this.#expire(this.#limits.idle, 'no request for a long time')
  }

  #expire(after: number, text: string): void {
    clearTimeout(this.#deadline)
    this.#deadline = setTimeout(() => this.close('lackOfActivity', text), after)
  }

  /** Waits until the client has taken what was written. False when it has gone instead. */
  #drained(): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (drained: boolean) => {
        // Once leaving, the deadline is that of leaving.
        if (this.#state === 'open') clearTimeout(this.#deadline)
        this.#socket.off('drain', onDrain).off('close', onClose)
        resolve(drained && this.#state === 'open')
      }
      const onDrain = () => done(true)
      const onClose = () => done(false)
      this.#socket.on('drain', onDrain).on('close', onClose)
      // A client that does not read would not read a Close either.
      this.#destroyAfter(this.#limits.writeDeadline)
    })
  }

  #finish(last?: Uint8Array): void {
    if (this.#state !== 'open') return
    this.#state = 'closing'
    void this.#conversation.end()
    // What the client still sends is read and dropped: with unread input the system would reset the connection, and
    // the client might lose our last words.
    this.#socket.resume()
    // First the client has the time to take our last words, then some to leave on its own.
    this.#destroyAfter(this.#limits.writeDeadline)
    this.#socket.end(last ?? '', () => {
      if (this.#state === 'closing') this.#destroyAfter(this.#limits.linger)
    })
  }

  #destroyAfter(time: number): void {
    clearTimeout(this.#deadline)
    this.#deadline = setTimeout(() => this.#socket.destroy(), time)
  }
}
