import { createReadStream } from 'node:fs'
import { Problem } from '../problems.ts'
import {
  type Decoded,
  type Diagnostic,
  detectFormat,
  diagnosticTexts,
  type ReadableFormat,
  type ReadOptions,
  type Rejected,
  readableFormats,
  readBatches,
  visible,
} from '../standards/marc/index.ts'
import type { Io } from './io.ts'

/** A file of records on the command line, or standard input where its name is "-". */
export interface MarcFile {
  readonly name: string
  readonly format: ReadableFormat
  /** The records, in the groups that arrive together. */
  readonly batches: AsyncGenerator<readonly (Decoded | Rejected)[]>
}

const chunkSize = 256 * 1024
/** Enough to tell the format by. */
const startSize = 4096

/**
 * Opens a file and finds out its format where none is given.
 * @throws Problem bad-input where there is no such file, marc-unreadable where it is empty or of no known format
 */
export async function openMarcFile(
  name: string,
  from: ReadableFormat | undefined,
  options: ReadOptions,
  io: Io,
): Promise<MarcFile> {
  const chunks = bytesOf(name, io)
  const start: Uint8Array[] = []
  for (let size = 0; size < startSize; ) {
    const { value, done } = await chunks.next()
    if (done) break
    start.push(value)
    size += value.length
  }
  const head = Buffer.concat(start)
  if (head.length === 0) throw new Problem('marc-unreadable', { detail: `${titleOf(name)} is empty` })
  const format = from ?? detectFormat(head)
  if (!format) throw new Problem('marc-unreadable', { detail: `${titleOf(name)} ${notMarc(head)}` })
  return { name: titleOf(name), format, batches: readBatches(format, joined(head, chunks), options) }
}

const titleOf = (name: string) => (name === '-' ? 'standard input' : name)

async function* joined(head: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head
  yield* rest
}

async function* bytesOf(name: string, io: Io): AsyncGenerator<Uint8Array> {
  try {
    yield* name === '-' ? io.stdin : createReadStream(name, { highWaterMark: chunkSize })
  } catch (error) {
    throw unreadable(name, error as NodeJS.ErrnoException)
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder: name a file in it',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
}

/** What a person is told of a file that cannot be read. */
export function unreadable(name: string, error: NodeJS.ErrnoException): unknown {
  if (error.code === undefined) return error
  return new Problem('bad-input', { detail: `${name}: ${reasons[error.code] ?? error.message}` }, { cause: error })
}

function notMarc(head: Uint8Array): string {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'is compressed: unpack it with gunzip first'
  return `does not begin like a file of records (${readableFormats.join(', ')}): if it is one, say which with --from`
}

/** A finding as one line: `FILE: record 12, byte 3456, 245: what (code)`. */
export function line(file: string, { record, offset, tag, code, detail }: Diagnostic): string {
  const where = tag === undefined ? `record ${record}, byte ${offset}` : `record ${record}, byte ${offset}, ${tag}`
  const what = detail === undefined ? diagnosticTexts[code] : `${diagnosticTexts[code]}: ${detail}`
  return `${visible(`${file}: ${where}: ${what} (${code})`)}\n`
}
