/** Decoders of the names that XML declarations have for what messages are written in. Names are of the WHATWG's list. */
const labels: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  // Programs that keep text as UTF-16 say so of what they send as UTF-8. Real UTF-16 has a mark.
  'utf-16': 'utf-8',
  'iso-8859-1': 'iso-8859-1',
  'windows-1252': 'windows-1252',
}

/** Bytes after which a document has said what it is written in. */
export const longestDeclaration = 256

/** The text of a document by its byte order mark, else its declaration, else UTF-8 (XML 1.0 §4.3.3); undefined where it is not in that. */
export function decodeXml(bytes: Uint8Array): string | undefined {
  const decoder = xmlDecoder(bytes)
  try {
    return decoder?.decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** What decodes a document that begins so, strictly; undefined where it says that it is in what we do not know. */
export function xmlDecoder(beginning: Uint8Array): TextDecoder | undefined {
  const label = markOf(beginning) ?? labels[declared(beginning)]
  return label === undefined ? undefined : new TextDecoder(label, { fatal: true })
}

function markOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : undefined
}

function declared(bytes: Uint8Array): string {
  const beginning = new TextDecoder('iso-8859-1').decode(bytes.subarray(0, longestDeclaration))
  const [, name = 'utf-8'] = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(beginning) ?? []
  return name.toLowerCase()
}
