/** Files as lenders send them, by what they are called. */
export const samples = {
  pdf: Buffer.from('%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\n%%EOF\n'),
  png: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  jpeg: Buffer.from('ffd8ffe000104a464946', 'hex'),
  tiff: Buffer.from('49492a0008000000', 'hex'),
  bigTiff: Buffer.from('4d4d002b00080000', 'hex'),
  text: Buffer.from('Page 1\fPage 2\r\nÄ\n'),
} as const

/** A PDF of so many bytes, no two parts of it alike. */
export function largePdf(size: number): Buffer {
  const bytes = Buffer.alloc(size)
  for (let at = 0; at + 4 <= size; at += 4) bytes.writeUInt32LE((at * 2_654_435_761) >>> 0, at)
  samples.pdf.copy(bytes)
  return bytes
}

/** Bytes as they come over a wire, in parts of a size. */
export async function* inParts(bytes: Buffer, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
