/**
 * What answers there, when it is no Z39.50 server: its first line, made printable. Every APDU begins with a
 * context-specific constructed tag, so the first octet decides.
 */
export function foreignProtocol(chunk: Uint8Array): string | undefined {
  const first = chunk[0]
  if (first === undefined || (first & 0xe0) === 0xa0) return undefined
  // A TLS record of type alert, from a server that expected a ClientHello.
  if (first === 0x15 && chunk[1] === 3) return 'TLS'
  const line = Buffer.from(chunk.subarray(0, 80))
    .toString('latin1')
    .split(/[\r\n]/, 1)[0]!
  return line.replace(/[^ -~]/g, '.')
}
