import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Problem } from '../../../problems.ts'

/**
 * A backup, under gzip: a line of JSON (the header), then the rows of each table in the header's order, in the text
 * format of COPY, cut into pieces. Each piece follows its length in four bytes; a length of 0 ends the table. At the
 * end stands the SHA-256 of all before it, so a file that was cut or changed is known for it.
 */
export const Header = z.object({
  format: z.literal('farshelf-backup-1'),
  /** The database's shape: the migrations it had seen. */
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int().nonnegative() })),
  /** Where numbering goes on; those never used are left out. */
  sequences: z.array(z.object({ name: z.string(), last: z.int() })),
})
export type Header = z.infer<typeof Header>

const digestLength = 32
const longestHeader = 1024 * 1024
const longestPiece = 16 * 1024 * 1024

/** Writes the parts of a backup, summing as it goes. */
export class Framing {
  readonly #sum = createHash('sha256')

  header(header: Header): Buffer {
    return this.#add(Buffer.from(`${JSON.stringify(header)}\n`))
  }

  /** An empty piece ends a table. */
  piece(bytes: Buffer): Buffer {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return this.#add(Buffer.concat([length, bytes]))
  }

  end(): Buffer {
    return this.#sum.digest()
  }

  #add(bytes: Buffer): Buffer {
    this.#sum.update(bytes)
    return bytes
  }
}

const damaged = (detail: string, cause?: unknown) => new Problem('backup-damaged', { detail }, { cause })

/** Reads the parts of a backup in their order, holding no more of it than a piece. */
export class Unframing {
  readonly #input: AsyncIterator<Buffer>
  readonly #sum = createHash('sha256')
  #held: Buffer = Buffer.alloc(0)

  constructor(input: AsyncIterable<Buffer>) {
    this.#input = input[Symbol.asyncIterator]()
  }

  /** @throws Problem backup-damaged */
  async header(): Promise<Header> {
    let end = this.#held.indexOf('\n')
    while (end < 0) {
      if (this.#held.length > longestHeader || !(await this.#more())) throw damaged('it is no backup of Farshelf')
      end = this.#held.indexOf('\n')
    }
    const line = await this.#take(end + 1)
    this.#sum.update(line)
    try {
      return Header.parse(JSON.parse(line.toString()))
    } catch (cause) {
      throw damaged('it is no backup of Farshelf, or one of a later format', cause)
    }
  }

  /** The pieces of one table. @throws Problem backup-damaged */
  async *table(): AsyncGenerator<Buffer> {
    for (;;) {
      const size = await this.#take(4)
      this.#sum.update(size)
      const length = size.readUInt32BE()
      if (length === 0) return
      if (length > longestPiece) throw damaged('it was changed')
      const bytes = await this.#take(length)
      this.#sum.update(bytes)
      yield bytes
    }
  }

  /** Makes sure that all of it was read as it was written. @throws Problem backup-damaged */
  async end(): Promise<void> {
    const written = await this.#take(digestLength)
    if (!written.equals(this.#sum.digest())) throw damaged('its checksum is wrong')
    if (this.#held.length > 0 || (await this.#more())) throw damaged('there is more behind its end')
  }

  async #take(length: number): Promise<Buffer> {
    while (this.#held.length < length) if (!(await this.#more())) throw damaged('it ends too early')
    const bytes = this.#held.subarray(0, length)
    this.#held = this.#held.subarray(length)
    return bytes
  }

  async #more(): Promise<boolean> {
    try {
      const { value, done } = await this.#input.next()
      if (done) return false
      this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value])
      return true
    } catch (cause) {
      // gunzip's own words: "unexpected end of file", "incorrect header check".
      throw damaged((cause as Error).message, cause)
    }
  }
}
