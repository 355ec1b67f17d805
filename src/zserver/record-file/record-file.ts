import { extractor } from '../../bib/index.ts'
import { type Encoding, type Flavour, type MarcRecord, readRecord, readRecords } from '../../standards/marc/index.ts'
import type { RpnQuery } from '../../standards/query/index.ts'
import { condition, refuse } from '../../standards/z3950/index.ts'
import type { Database, PresentedRecord, ResultSet, ScanAnswer, ScanRequest, SortOrder } from '../database.ts'
import { briefBytes } from '../presented/brief.ts'
import { presentRecord } from '../presented/syntaxes.ts'
import { sortUse } from '../sort-use.ts'
import { evaluate } from './evaluate.ts'
import { type FieldIndex, FieldIndexBuilder } from './field-index.ts'
import { RecordBits } from './record-bits.ts'
import { scan } from './scan.ts'
import { ranksOf, sorted } from './sort.ts'
import { TermLists } from './term-lists.ts'

export interface RecordFileOptions {
  /** Of the database, as clients name it. */
  readonly name: string
  readonly flavour: Flavour
  /** Of the records' bytes, where it is known. */
  readonly encoding?: Encoding
}

/**
 * Reads a file of ISO 2709 records, indexes them and serves them as a database. What cannot be read as a record is left
 * out and counted; the bytes of the others are kept as they are.
 */
export async function openRecordFile(
  source: Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { name, flavour, encoding }: RecordFileOptions,
): Promise<RecordFile> {
  const options = { flavour, ...(encoding && { encoding }) }
  const builder = new FieldIndexBuilder()
  const add = extractor(flavour, builder)
  const records: Uint8Array[] = []
  let rejected = 0
  for await (const read of readRecords(source instanceof Uint8Array ? [source] : source, options)) {
    if ('rejected' in read) {
      rejected++
      continue
    }
    add(read.record)
    records.push(read.raw)
  }
  // The decoded form takes several times the bytes: it is made again when it is asked for.
  const decode = (raw: Uint8Array) => readRecord(raw, options).record
  return new RecordFile(name, flavour, records, rejected, decode, builder.build())
}

/** A file of records in memory, indexed: the database of a demo library. */
export class RecordFile implements Database {
  readonly name: string
  readonly flavour: Flavour
  /** Pieces of the file that could not be read as records. */
  readonly rejected: number
  readonly #records: readonly Uint8Array[]
  readonly #decode: (raw: Uint8Array) => MarcRecord
  readonly #index: FieldIndex
  readonly #lists: TermLists
  readonly #ranks = new Map<number, Uint32Array>()

  /** @param records the bytes of each, in the order of the index */
  constructor(
    name: string,
    flavour: Flavour,
    records: readonly Uint8Array[],
    rejected: number,
    decode: (raw: Uint8Array) => MarcRecord,
    index: FieldIndex,
  ) {
    this.name = name
    this.flavour = flavour
    this.#records = records
    this.rejected = rejected
    this.#decode = decode
    this.#index = index
    this.#lists = new TermLists(index)
  }

  get size(): number {
    return this.#records.length
  }

  search(query: RpnQuery, earlier: (name: string) => ResultSet | undefined): RecordFileSet {
    const found = evaluate(
      {
        flavour: this.flavour,
        index: this.#index,
        lists: this.#lists,
        earlier: (name) => {
          const set = earlier(name)
          return RecordBits.of(this.size, set instanceof RecordFileSet && set.file === this ? set.numbers : [])
        },
      },
      query,
    )
    return new RecordFileSet(this, found.toNumbers())
  }

  scan(request: ScanRequest): ScanAnswer {
    return scan(this.flavour, this.#index, this.#lists, request)
  }

  /** The record with this number, from 0. */
  present(number: number, syntax: string | undefined, elementSet: string | undefined): PresentedRecord {
    const raw = this.#records[number]!
    const { flavour } = this
    return presentRecord(
      {
        flavour,
        // In its own syntax and in full it is the bytes of the file, unaltered.
        octets: (brief) => (brief ? briefBytes(raw, flavour) : raw),
        decode: () => this.#decode(raw),
      },
      syntax,
      elementSet,
    )
  }

  /** Puts record numbers in order. */
  sort(numbers: Uint32Array, keys: readonly SortOrder[]): Uint32Array {
    return sorted(
      numbers,
      keys.map((key) => ({ ...key, ranks: this.#ranksOf(sortUse(this.flavour, key.by)) })),
    )
  }

  #ranksOf(use: number): Uint32Array {
    const known = this.#ranks.get(use)
    if (known) return known
    const ranks = ranksOf(this.#index, this.#lists, use)
    this.#ranks.set(use, ranks)
    return ranks
  }
}

/** Numbers of the records found, in the order they are given out. */
class RecordFileSet implements ResultSet {
  readonly file: RecordFile
  readonly numbers: Uint32Array

  constructor(file: RecordFile, numbers: Uint32Array) {
    this.file = file
    this.numbers = numbers
  }

  get hits(): number {
    return this.numbers.length
  }

  present(position: number, syntax: string | undefined, elementSet: string | undefined): PresentedRecord {
    const number = this.numbers[position - 1]
    if (number === undefined) return refuse(condition.presentOutOfRange)
    return this.file.present(number, syntax, elementSet)
  }

  sort(keys: readonly SortOrder[]): RecordFileSet {
    return new RecordFileSet(this.file, this.file.sort(this.numbers, keys))
  }
}
