import type { Io } from '../io.ts'

export interface Done {
  readonly bytes: number
  /** Of all; unknown while they come. */
  readonly of?: number
  readonly records?: number
}

const barWidth = 24
/** Milliseconds between two drawings on a terminal, and between two lines elsewhere. */
const [quick, slow] = [100, 5000]

/** Shows on standard error how far something has come: a bar on a terminal, a line now and then elsewhere. */
export class Progress {
  readonly #stream: Io['stderr'] & { isTTY?: boolean; columns?: number }
  readonly #begun = performance.now()
  #shown: number | undefined
  #isDrawn = false
  /** Where we came in: what others did before says nothing about speed. */
  #first: number | undefined

  constructor({ stderr }: Io) {
    this.#stream = stderr
  }

  show(what: string, done: Done): void {
    const now = performance.now()
    this.#first ??= done.records ?? 0
    const { isTTY = false } = this.#stream
    if (now - (this.#shown ?? (isTTY ? Number.NEGATIVE_INFINITY : this.#begun)) < (isTTY ? quick : slow)) return
    this.#shown = now
    const line = `${what} ${this.#words(done, now, isTTY)}`
    if (!isTTY) this.#stream.write(`${line}\n`)
    else {
      this.#stream.write(`\r${line.slice(0, (this.#stream.columns ?? 80) - 1)}\x1b[K`)
      this.#isDrawn = true
    }
  }

  /** Takes the bar away. */
  end(): void {
    if (this.#isDrawn) this.#stream.write('\r\x1b[K')
    this.#isDrawn = false
  }

  #words({ bytes, of, records }: Done, now: number, isTTY: boolean): string {
    const share = of ? Math.min(1, bytes / of) : undefined
    const seconds = (now - this.#begun) / 1000
    const parts: string[] = []
    if (share !== undefined) {
      const full = Math.floor(share * barWidth)
      if (isTTY) parts.push(`[${'█'.repeat(full)}${'░'.repeat(barWidth - full)}]`)
      parts.push(`${Math.floor(share * 100)} %`)
    }
    if (records !== undefined) {
      parts.push(`${records.toLocaleString('en')} records`)
      if (seconds > 1) parts.push(`${Math.round((records - this.#first!) / seconds).toLocaleString('en')}/s`)
    }
    parts.push(of === undefined ? megabytes(bytes) : `${megabytes(bytes)} of ${megabytes(of)}`)
    return parts.join('  ')
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`
