import { largestTextRecord, type Source } from './draft.ts'

/** A line without its end. */
export interface TextLine {
  readonly offset: number
  readonly bytes: Uint8Array
  /** Its true length in bytes: of a line beyond the limit `bytes` has the beginning only. */
  readonly length: number
}

const [lf, cr] = [0x0a, 0x0d]

/** Cuts bytes into lines that end in LF or CR LF; a byte order mark at the start is left out. */
export async function* textLines(source: Source): AsyncGenerator<TextLine> {
  let held: Uint8Array[] = []
  let length = 0
  let position = 0

  const line = (): TextLine => {
    let bytes = held.length === 1 ? held[0]! : Buffer.concat(held)
    let offset = position
    if (offset === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
      bytes = bytes.subarray(3)
      offset = 3
    }
    if (bytes.at(-1) === cr) bytes = bytes.subarray(0, -1)
    return { offset, bytes, length }
  }

  for await (const chunk of source) {
    let start = 0
    for (let end = chunk.indexOf(lf); end !== -1; end = chunk.indexOf(lf, start)) {
      held.push(chunk.subarray(start, end))
      length += end - start
      yield line()
      position += length + 1
      held = []
      length = 0
      start = end + 1
    }
    if (start < chunk.length) {
      if (length <= largestTextRecord) held.push(chunk.subarray(start))
      length += chunk.length - start
    }
  }
  if (length > 0) yield line()
}
