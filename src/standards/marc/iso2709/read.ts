import { Problem } from '../../../problems.ts'
import { diagnosticTexts } from '../diagnostics.ts'
import type { Decoded, ReadOptions, Rejected } from '../types.ts'
import { BatchReader } from './batch-reader.ts'
import { RecordDecoder } from './decode.ts'
import type { Place } from './findings.ts'

/**
 * Reads one ISO 2709 record from its bytes, as a Z39.50 target sends it. `at` says where the bytes stand in their source,
 * for the diagnostics. Throws `marc-unreadable` when no field can be read.
 */
export function readRecord(
  bytes: Uint8Array,
  options: ReadOptions = {},
  at: Place = { ordinal: 1, offset: 0 },
): Decoded {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const decoder = new RecordDecoder(options)
  decoder.findings.begin(0, at)
  const decoded = decoder.decodeStrictly(buffer, view, 0, buffer.length, at) ?? decoder.decodeTolerantly(buffer, at)
  if (decoded) return decoded
  const code = decoder.findings.list.at(-1)?.code ?? 'no-fields'
  throw new Problem('marc-unreadable', { detail: diagnosticTexts[code], offset: at.offset, record: at.ordinal })
}

/**
 * Reads the ISO 2709 records of a source, cut into chunks anyhow, in constant memory. What holds no record is given as
 * one `Rejected`, and reading goes on behind it. The bytes of a chunk must not change once given.
 */
export async function* readRecords(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<Decoded | Rejected> {
  const reader = new BatchReader(options)
  for await (const chunk of source) yield* reader.push(chunk)
  yield* reader.end()
}
