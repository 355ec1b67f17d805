import { brief } from '../../bib/index.ts'
import { Problem } from '../../problems.ts'
import { detectFormat, type Encoding, encodings, type Source } from '../../standards/marc/index.ts'
import { tableEncodings } from '../../standards/table/index.ts'
import { incoming } from './incoming.ts'
import { ImportProfile } from './profile.ts'
import { type Reading, readSource } from './source-records.ts'
import type { ImportEncoding, ImportFormat } from './types.ts'

/** How the first records of a file read in an encoding. */
export interface EncodingPreview {
  readonly encoding: ImportEncoding
  readonly records: number
  /** Records with characters that could not be decoded. */
  readonly lossy: number
  readonly rejected: number
  /** What each record was really read as: one that is all ASCII, or valid UTF-8, is so whatever is asked for. */
  readonly found: Readonly<Partial<Record<Encoding, number>>>
  /** Titles to look at: those with characters beyond ASCII first. */
  readonly samples: readonly string[]
}

export interface SourcePreview {
  /** Undefined when it is no format we know. */
  readonly format: ImportFormat | undefined
  /** `auto` first, then those that lose least. */
  readonly encodings: readonly EncodingPreview[]
}

const headSize = 512 * 1024
const mostRecords = 200
const mostSamples = 6

/**
 * Reads the beginning of a file, plain or gzip, in every encoding; as a table where the profile knows its columns.
 * @throws Problem import-columns-unknown, import-columns-missing, import-too-dense, import-gzip-broken
 */
export async function previewEncodings(
  source: Source,
  {
    profile = ImportProfile.parse({}),
    format,
  }: { readonly profile?: ImportProfile | undefined; readonly format?: ImportFormat | undefined } = {},
): Promise<SourcePreview> {
  const head = await headOf(source)
  const known = format ?? (profile.table ? 'csv' : detectFormat(head))
  if (!known) return { format: undefined, encodings: [] }
  const previews: EncodingPreview[] = []
  for (const encoding of ['auto', ...(known === 'csv' ? tableEncodings : encodings)] as const)
    try {
      previews.push(await preview(head, { format: known, encoding, profile, createdAt: new Date() }))
    } catch (error) {
      // In this encoding the columns have other names: it is not the one.
      if (encoding === 'auto' || !(error instanceof Problem && error.code === 'import-columns-missing')) throw error
    }
  const [auto, ...others] = previews
  return { format: known, encodings: [auto!, ...others.sort((a, b) => a.lossy - b.lossy)] }
}

async function headOf(source: Source): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const bytes of incoming(source)) {
    parts.push(bytes)
    size += bytes.length
    if (size >= headSize) break
  }
  return Buffer.concat(parts)
}

async function preview(head: Buffer, reading: Reading): Promise<EncodingPreview> {
  let [records, lossy, rejected] = [0, 0, 0]
  const found: Partial<Record<Encoding, number>> = {}
  const [telling, plain]: [string[], string[]] = [[], []]
  file: for await (const outcomes of readSource([head], reading))
    for (const outcome of outcomes) {
      // The last one is cut off where the head ends.
      const isCut = head.length >= headSize && outcome.offset + outcome.raw.length >= head.length
      if (isCut || records + rejected >= mostRecords) break file
      if ('rejected' in outcome) {
        rejected += 1
        continue
      }
      records += 1
      if (outcome.lossy) lossy += 1
      found[outcome.encoding] = (found[outcome.encoding] ?? 0) + 1
      const title = brief(outcome.record, reading.profile.flavour).title.text
      if (/[^\x20-\x7e]/.test(title)) telling.push(title)
      else plain.push(title)
    }
  return {
    encoding: reading.encoding,
    records,
    lossy,
    rejected,
    found,
    samples: [...telling, ...plain].slice(0, mostSamples),
  }
}
