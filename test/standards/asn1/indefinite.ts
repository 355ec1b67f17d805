/** The same element with every constructed part in indefinite length, as YAZ writes the longer ones. */
export function indefinite(bytes: Buffer): Buffer {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    let here = at + 1
    if ((bytes[at]! & 0x1f) === 0x1f) while (bytes[here++]! & 0x80);
    const identifier = bytes.subarray(at, here)
    const first = bytes[here++]!
    const octets = first < 0x80 ? 0 : first & 0x7f
    const length = octets > 0 ? bytes.readUIntBE(here, octets) : first
    const start = here + octets
    const end = start + length
    if (bytes[at]! & 0x20)
      pieces.push(identifier, Buffer.of(0x80), indefinite(bytes.subarray(start, end)), Buffer.of(0, 0))
    else pieces.push(bytes.subarray(at, end))
    at = end
  }
  return Buffer.concat(pieces)
}
