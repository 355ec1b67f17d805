import { Problem } from '../../../problems.ts'
import { BatchReader } from '../iso2709/batch-reader.ts'
import { readRecords } from '../iso2709/read.ts'
import type { Decoded, MarcRecord, ReadOptions, Rejected } from '../types.ts'
import type { Source } from './draft.ts'
import { readMarcJson } from './read-json.ts'
import { readMarcxml } from './read-marcxml.ts'
import { readMrk } from './read-mrk.ts'
import type { WriteOptions } from './writable.ts'
import { writeIso2709 } from './write-iso2709.ts'
import { writeMarcJson } from './write-json.ts'
import { writeLine } from './write-line.ts'
import { marcxmlClose, marcxmlOpen, writeMarcxml } from './write-marcxml.ts'
import { writeMrk } from './write-mrk.ts'

/** Reads the records of a source, one after the other, in constant memory. */
export type Reader = (source: Source, options?: ReadOptions) => AsyncGenerator<Decoded | Rejected>

/** A way to write records, and mostly to read them. A file is `open`, the records as `write` gives them, `close`. */
export interface MarcFormat {
  /** For people. */
  readonly label: string
  readonly mediaType: string
  /** Of file names, without the dot. */
  readonly extension: string
  readonly read?: Reader
  /** @throws Problem marc-unwritable */
  readonly write: (record: MarcRecord, options?: WriteOptions) => string | Uint8Array
  readonly open: string
  readonly close: string
}

/** Every format by its name on the command line and in the API. */
export const formats = {
  marc: {
    label: 'ISO 2709',
    mediaType: 'application/marc',
    extension: 'mrc',
    read: readRecords,
    write: writeIso2709,
    open: '',
    close: '',
  },
  marcxml: {
    label: 'MARCXML',
    mediaType: 'application/marcxml+xml',
    extension: 'xml',
    read: readMarcxml,
    write: writeMarcxml,
    open: marcxmlOpen,
    close: marcxmlClose,
  },
  json: {
    label: 'MARC-in-JSON',
    mediaType: 'application/json',
    extension: 'json',
    read: readMarcJson,
    write: writeMarcJson,
    open: '',
    close: '',
  },
  mrk: {
    label: 'MARCMaker',
    mediaType: 'text/plain; charset=utf-8',
    extension: 'mrk',
    read: readMrk,
    write: writeMrk,
    open: '',
    close: '',
  },
  line: {
    label: 'Line by line',
    mediaType: 'text/plain; charset=utf-8',
    extension: 'txt',
    write: writeLine,
    open: '',
    close: '',
  },
} as const satisfies Record<string, MarcFormat>

export type FormatName = keyof typeof formats
/** The formats that can be read. */
export type ReadableFormat = Exclude<FormatName, 'line'>

export const formatNames = Object.keys(formats) as FormatName[]
export const readableFormats = formatNames.filter((name): name is ReadableFormat => name !== 'line')

/** A record as a format has it, or why the format cannot hold it. */
export type WrittenRecord = { readonly part: string | Uint8Array } | { readonly why: string }

/** Writes a record for a file of many, which goes on without one that the format cannot hold. */
export function writeIfHeld(name: FormatName, record: MarcRecord, options?: WriteOptions): WrittenRecord {
  const format: MarcFormat = formats[name]
  try {
    return { part: format.write(record, options) }
  } catch (cause) {
    if (!(cause instanceof Problem && cause.code === 'marc-unwritable')) throw cause
    return { why: cause.message }
  }
}

/** Reads the records of a source in one of the formats, in constant memory. */
export const readAny = (
  format: ReadableFormat,
  source: Source,
  options?: ReadOptions,
): AsyncGenerator<Decoded | Rejected> => formats[format].read(source, options)

/**
 * Reads like `readAny`, but gives the records in groups as they arrive: asking for every single record of a large file
 * costs as much as reading it.
 */
export async function* readBatches(
  format: ReadableFormat,
  source: Source,
  options?: ReadOptions,
): AsyncGenerator<readonly (Decoded | Rejected)[]> {
  if (format === 'marc') {
    const reader = new BatchReader(options)
    for await (const chunk of source) yield reader.push(chunk)
    yield reader.end()
  } else for await (const outcome of readAny(format, source, options)) yield [outcome]
}
