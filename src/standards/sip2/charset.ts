/** What systems write names in. SIP2 itself says nothing of it. */
export const sip2Charsets = ['utf-8', 'latin-1', 'cp850'] as const
export type Sip2Charset = (typeof sip2Charsets)[number]

/** Octets 80 to FF of code page 850. */
const upper =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0'
const octetOf = new Map([...upper].map((letter, at) => [letter, at + 0x80]))

/** Text as octets; undefined where the character set lacks one of its letters. */
export function toOctets(text: string, charset: Sip2Charset): Buffer | undefined {
  if (charset === 'utf-8') return Buffer.from(text)
  const octets = [...text.normalize('NFC')].map((letter) => {
    const point = letter.codePointAt(0)!
    if (point < 0x80) return point
    return charset === 'cp850' ? octetOf.get(letter) : point < 0x100 ? point : undefined
  })
  return octets.every((octet) => octet !== undefined) ? Buffer.from(octets) : undefined
}

/** Octets as text; what the character set does not know becomes the replacement character. */
export function fromOctets(octets: Uint8Array, charset: Sip2Charset): string {
  const bytes = Buffer.from(octets.buffer, octets.byteOffset, octets.length)
  if (charset === 'utf-8') return bytes.toString('utf8')
  const latin = bytes.toString('latin1')
  return charset === 'latin-1'
    ? latin
    : latin.replace(/[\u0080-\u00ff]/g, (letter) => upper[letter.charCodeAt(0) - 0x80]!)
}
