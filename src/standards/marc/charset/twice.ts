/** Windows-1252's characters above U+00FF and their bytes. */
const windows1252 = new Map([...'€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'].map((c, i) => [c, i]))
const bytesOf = [
  0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96,
  0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f,
]

const next = '[\\u0080-\\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]'
/** A lead byte and a continuation byte of UTF-8, each read as a character of Windows-1252 or Latin-1. */
const traces = new RegExp(`[\\u00c2-\\u00f4]${next}`, 'g')
/**
 * A character that is not two others by chance: "Strauß’" and "CAFÉ»" are what they are, where a word ends in a letter
 * that could lead and a mark stands behind it.
 */
const certain = new RegExp(
  `[\\u00c2\\u00c3]${next}|[\\u00c4-\\u00df](?![…‘’“”›»–—])${next}|[\\u00e0-\\u00ef]${next}{2}|[\\u00f0-\\u00f4]${next}{3}`,
)

/**
 * Undoes one encoding too many: text whose characters, as bytes of Windows-1252 or Latin-1, are valid UTF-8.
 * Undefined where the text is not of that kind.
 */
export function undoDoubleUtf8(text: string): string | undefined {
  if (!certain.test(text) && (text.match(traces)?.length ?? 0) < 2) return undefined
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const place = unit > 0xff ? windows1252.get(text[i]!) : undefined
    if (unit > 0xff && place === undefined) return undefined
    bytes[i] = place === undefined ? unit : bytesOf[place]!
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).normalize('NFC')
  } catch {
    return undefined
  }
}
