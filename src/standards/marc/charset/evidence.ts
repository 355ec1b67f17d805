/** Points for and against an encoding, counted over the bytes of one text. */
export interface Evidence {
  marc8: number
  iso5426: number
  latin1: number
  /** Bytes 80 to 9F, which Latin-1 has no characters for and Windows-1252 has. */
  windows1252: number
}

export const noEvidence = (): Evidence => ({ marc8: 0, iso5426: 0, latin1: 0, windows1252: 0 })

const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a))

/**
 * Base letters that commonly follow a mark, by the mark's place in ANSEL's last two columns, and by that in ISO 5426's:
 * 2 points. Other letters can follow, but in few languages.
 */
const marc8Pairs: Readonly<Record<number, string>> = {
  224: 'aeiouyAEIOU', // hook above
  225: 'aeiouAEIOU', // grave
  226: 'aeiouycnszAEIOUYCNSZ', // acute
  227: 'aeiouAEIOU', // circumflex
  228: 'anoANO', // tilde
  229: 'aeiouAEIOU', // macron
  230: 'aegiouAEGIO', // breve
  231: 'zeZIg', // dot above
  232: 'aeiouyAEIOU', // diaeresis
  233: 'cszernCSZERN', // caron
  234: 'auAU', // ring
  235: 'itjI', // ligature, first half
  236: 'ausoeAUSO', // ligature, second half
  238: 'ouOU', // double acute
  240: 'cstCST', // cedilla
  241: 'aeAE', // ogonek
  242: 'aeiouhdtsznAEIOUHDTSZ', // dot below
}
const iso5426Pairs: Readonly<Record<number, string>> = {
  193: marc8Pairs[225]!,
  194: marc8Pairs[226]!,
  195: marc8Pairs[227]!,
  196: marc8Pairs[228]!,
  197: marc8Pairs[229]!,
  198: marc8Pairs[230]!,
  199: marc8Pairs[231]!,
  200: marc8Pairs[232]!,
  201: marc8Pairs[232]!,
  202: marc8Pairs[234]!,
  205: marc8Pairs[238]!,
  207: marc8Pairs[233]!,
  208: marc8Pairs[240]!,
  211: marc8Pairs[241]!,
  214: marc8Pairs[242]!,
}

/** Letters of Latin-1 that are common in running text. */
const latin1Common = new Set([...'àáâãäåæçèéêëíïñóôõöøùúüßÄÅÉÖØÜ'].map((c) => c.charCodeAt(0)))

/** Letters of Latin-1 that hardly ever stand before a vowel; the same bytes are MARC-8's marks on vowels. */
const seldomBeforeVowel = new Set([...'àáâåèê'].map((c) => c.charCodeAt(0)))

const isVowel = (byte: number | undefined): boolean =>
  byte !== undefined && 'aeiouAEIOU'.includes(String.fromCharCode(byte))

function marked(byte: number, next: number | undefined, pairs: Readonly<Record<number, string>>): number {
  if (!isLetter(next)) return -3
  return pairs[byte]?.includes(String.fromCharCode(next!)) ? 2 : -1
}

/** ANSEL: letters and signs A1 to C8 with holes, marks from E0. Counts one byte against its neighbours. */
function asMarc8(byte: number, next: number | undefined): number {
  if (byte >= 0xe0) {
    if (byte === 0xfc || byte === 0xfd || byte === 0xff) return -3
    // A mark can follow a mark
    return next !== undefined && next >= 0xe0 && next !== 0xff ? 0 : marked(byte, next, marc8Pairs)
  }
  if (byte === 0x88 || byte === 0x89 || byte === 0x8d || byte === 0x8e) return 0
  if (byte < 0xa1 || byte === 0xaf || byte === 0xbb || byte > 0xc8 || byte === 0xbe || byte === 0xbf) return -3
  return 1
}

function asIso5426(byte: number, next: number | undefined): number {
  if (byte >= 0xc0 && byte <= 0xdf) {
    if (byte === 0xdc) return -3
    return next !== undefined && next >= 0xc0 && next <= 0xdf ? 0 : marked(byte, next, iso5426Pairs)
  }
  if (byte === 0x88 || byte === 0x89) return 2
  if (byte < 0xa0) return -3
  return [0xe0, 0xe3, 0xe4, 0xe5, 0xe7, 0xeb, 0xed, 0xef, 0xf0, 0xf4, 0xf7, 0xfd, 0xfe, 0xff].includes(byte) ? -3 : 0
}

/** Latin-1: a letter belongs beside other letters, mostly not beside more of its kind; signs may stand anywhere. */
function asLatin1(previous: number | undefined, byte: number, next: number | undefined): number {
  if (byte < 0xa0) return [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte) ? -3 : 1
  if (byte < 0xc0) return 0
  if (byte === 0xd7 || byte === 0xf7) return 0
  const high = Number((previous ?? 0) >= 0xc0) + Number((next ?? 0) >= 0xc0)
  if (high > 0) return -1
  if (!isLetter(previous) && !isLetter(next)) return byte === 0xe0 ? 1 : -2
  if (seldomBeforeVowel.has(byte) && isVowel(next)) return -1
  return latin1Common.has(byte) ? 2 : -1
}

/** Adds what `bytes[start, end)` says. */
export function weigh(bytes: Uint8Array, start: number, end: number, evidence: Evidence): void {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte < 0x80) continue
    const previous = at > start ? bytes[at - 1] : undefined
    const next = at + 1 < end ? bytes[at + 1] : undefined
    evidence.marc8 += asMarc8(byte, next)
    evidence.iso5426 += asIso5426(byte, next)
    evidence.latin1 += asLatin1(previous, byte, next)
    if (byte < 0xa0) evidence.windows1252++
  }
}
