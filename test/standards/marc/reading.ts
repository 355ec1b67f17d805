import {
  type Decoded,
  type MarcRecord,
  type ReadableFormat,
  type ReadOptions,
  type Rejected,
  readAny,
} from '../../../src/standards/marc/index.ts'

/** All bytes in chunks of this size. */
export function* chunked(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Everything that is read from bytes or text, in chunks of `size`. */
export async function readAll(
  format: ReadableFormat,
  data: Uint8Array | string,
  { size = 65_536, ...options }: ReadOptions & { size?: number } = {},
): Promise<(Decoded | Rejected)[]> {
  const outcomes: (Decoded | Rejected)[] = []
  for await (const outcome of readAny(format, chunked(Buffer.from(data), size), options)) outcomes.push(outcome)
  return outcomes
}

/** The records of outcomes that must all be such. */
export const recordsOf = (outcomes: readonly (Decoded | Rejected)[]): MarcRecord[] =>
  outcomes.map((outcome) => {
    if ('rejected' in outcome) throw new Error(JSON.stringify(outcome.diagnostics))
    return outcome.record
  })

/** The one record of the data. */
export async function readOne(
  format: ReadableFormat,
  data: Uint8Array | string,
  options?: ReadOptions,
): Promise<Decoded> {
  const [outcome, ...more] = await readAll(format, data, options)
  if (!outcome || 'rejected' in outcome || more.length > 0)
    throw new Error(`not one record: ${JSON.stringify(outcome)}`)
  return outcome
}

/** What each outcome is, in short: `ok`, or the codes of its diagnostics, with `!` before a rejection. */
export const inShort = (outcomes: readonly (Decoded | Rejected)[]): string[] =>
  outcomes.map((outcome) => {
    const codes = outcome.diagnostics.map(({ code }) => code).join(' ')
    return 'rejected' in outcome ? `!${codes}` : codes || 'ok'
  })
