import type { Db } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import {
  type Decoded,
  encodings,
  type MarcxmlFrame,
  marcxmlFrame,
  type Rejected,
  readBatches,
  type Source,
} from '../../standards/marc/index.ts'
import { bytesOfSource, chunkSize, sourceFrom } from './chunks.ts'
import { type Accepted, type Place, readyFor } from './incoming-record.ts'
import type { ImportProfile } from './profile.ts'
import { type RejectedRow, readTable, type TableOptions, tableRowReader } from './table/index.ts'
import type { ImportBatch, ImportEncoding, ImportFormat } from './types.ts'

/** How the bytes of a source are to be read. */
export interface Reading {
  readonly format: ImportFormat
  readonly encoding: ImportEncoding
  readonly profile: ImportProfile
  /** When the file came: records made of rows are entered on that day, whenever they are read. */
  readonly createdAt: Date
}

/**
 * Reads the records of a source from its beginning: those that end in a chunk together.
 * @throws Problem import-columns-unknown, import-columns-missing
 */
export function readSource(
  source: Source,
  reading: Reading,
): AsyncGenerator<readonly (Decoded | Rejected | RejectedRow)[]> {
  if (reading.format === 'csv') return readTable(source, tableOptions(reading))
  return readBatches(reading.format, source, marcOptions(reading))
}

/** @throws Problem import-columns-unknown when the profile is not one for tables */
export function tableOptions({ encoding, profile, createdAt }: Omit<Reading, 'format'>): TableOptions {
  const { table, items, cleanUp } = profile
  if (!table) throw new Problem('import-columns-unknown')
  return {
    mapping: table,
    encoding: encoding === 'auto' ? undefined : encoding,
    items,
    entered: createdAt.toISOString().slice(0, 10),
    agency: cleanUp?.agency,
  }
}

/** MARC's text formats see UTF-16 by themselves. */
function marcOptions({ encoding, profile: { flavour } }: Reading) {
  return { encoding: encodings.find((one) => one === encoding) ?? 'auto', flavour } as const
}

/** Reads single records of a batch anew. */
export class SourceRecords {
  readonly #db: Db
  readonly #batch: ImportBatch
  #rowReader: Promise<ReturnType<typeof tableRowReader>> | undefined
  #frame: Promise<MarcxmlFrame> | undefined

  constructor(db: Db, batch: ImportBatch) {
    this.#db = db
    this.#batch = batch
  }

  /** The record at a place, as it would go into the catalogue; undefined when it would not, or is stored no longer. */
  async at(place: Place): Promise<Accepted | undefined> {
    const bytes = await bytesOfSource(this.#db, this.#batch.id, place.offset, place.length)
    if (bytes.length < place.length) return undefined
    const outcome = await this.#outcomeOf(bytes)
    const ready = outcome && readyFor(outcome, place, this.#batch.profile)
    return ready?.rejected === undefined ? ready : undefined
  }

  async #outcomeOf(bytes: Buffer): Promise<Decoded | Rejected | RejectedRow | undefined> {
    if (this.#batch.format === 'csv') return (await this.#rows())(bytes)
    for await (const [first] of readSource(await this.#framed(bytes), this.#batch)) if (first) return first
    return undefined
  }

  /** In XML, what a prefix means and how the text is encoded stands at the beginning of the file. */
  async #framed(bytes: Buffer): Promise<readonly Uint8Array[]> {
    if (this.#batch.format !== 'marcxml') return [bytes]
    this.#frame ??= marcxmlFrame(sourceFrom(this.#db, this.#batch.id, 0))
    const { open, put, close } = await this.#frame
    return [open, ...put(bytes), close]
  }

  #rows() {
    this.#rowReader ??= bytesOfSource(this.#db, this.#batch.id, 0, chunkSize).then((head) =>
      tableRowReader(head, tableOptions(this.#batch)),
    )
    return this.#rowReader
  }
}
