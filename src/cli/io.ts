import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { Problem } from '../problems.ts'

/** What a command reads and writes; `process` is one. */
export interface Io {
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
  /** The exit code, where it is not 0. */
  exitCode?: number | string | null | undefined
}

/** How much is gathered before it is written: system calls are dear, records small. */
const batch = 64 * 1024

/**
 * Writes a long stream of pieces: gathered into batches, waiting while the other side is slow. When the other side has
 * gone (`farshelf … | head` closes the pipe) `closed` becomes true, and what is written afterwards goes nowhere: that is
 * no error, the reader has seen what it wanted.
 */
export class Output {
  readonly #stream: Writable
  #pieces: Uint8Array[] = []
  #text = ''
  #size = 0
  #error: NodeJS.ErrnoException | undefined

  constructor(stream: Writable) {
    this.#stream = stream
    stream.on('error', this.#fail)
  }

  #fail = (error: NodeJS.ErrnoException) => {
    this.#error ??= error
  }

  /** Whether nobody reads any more. */
  get closed(): boolean {
    return this.#error !== undefined || this.#stream.destroyed
  }

  /** Takes a piece; gives a promise to wait for only when the batch is full. */
  write(piece: string | Uint8Array): Promise<void> | undefined {
    this.#size += piece.length
    if (typeof piece === 'string') this.#text += piece
    else {
      this.#encode()
      this.#pieces.push(piece)
    }
    return this.#size >= batch ? this.flush() : undefined
  }

  /** Writes what was gathered and waits until the other side can take more. */
  async flush(): Promise<void> {
    this.#encode()
    const bytes = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces)
    this.#pieces = []
    this.#size = 0
    if (bytes.length > 0 && !this.closed && !this.#writeNow(bytes)) await this.#drained()
  }

  /** Gives false when the stream wants to be waited for. */
  #writeNow(bytes: Uint8Array): boolean {
    try {
      return this.#stream.write(bytes)
    } catch (error) {
      // A file, as standard output is after `>`, is written at once: a full disk throws here.
      this.#fail(error as NodeJS.ErrnoException)
      return true
    }
  }

  /**
   * Writes the rest and lets go of the stream, which stays open.
   * @throws Problem output-failed, except that nobody reads any more
   */
  async end(): Promise<void> {
    await this.flush()
    // The error of the last write arrives after the write.
    if (!this.closed) await new Promise<void>((done) => this.#stream.write('', () => done()))
    this.#stream.off('error', this.#fail)
    // Whoever comes later to a broken pipe must not be killed by it.
    if (this.#error?.code === 'EPIPE') this.#stream.on('error', () => undefined)
    else if (this.#error) throw new Problem('output-failed', { detail: this.#error.message }, { cause: this.#error })
  }

  async #drained(): Promise<void> {
    const waiting = new AbortController()
    const { signal } = waiting
    try {
      await Promise.race([once(this.#stream, 'drain', { signal }), once(this.#stream, 'close', { signal })])
    } catch (error) {
      if (!this.#error) throw error
    } finally {
      waiting.abort()
    }
  }

  #encode(): void {
    if (this.#text === '') return
    this.#pieces.push(Buffer.from(this.#text))
    this.#text = ''
  }
}
