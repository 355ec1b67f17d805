/** A text as PostgreSQL and UTF-8 can hold it: in NFC, without NUL, U+FFFD for halves of surrogate pairs. */
export const storableText = (text: string): string =>
  ascii.test(text)
    ? text
    : text
        .replaceAll('\0', '')
        .replace(/\p{Surrogate}/gu, '\ufffd')
        .normalize('NFC')

const ascii = /^[\x01-\x7f]*$/

/** JSON that needs no second look: ASCII, in which nothing had to be written as an escape of its code. */
const plain = /^(?:[\x20-\x5b\x5d-\x7e]|\\[^u])*$/

/** JSON with such texts, keys excepted: what a `jsonb` column takes. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value)
  if (plain.test(json)) return json
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? storableText(part) : part))
}
