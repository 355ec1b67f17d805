/** A party of a letter. */
export interface MailParty {
  /** May be empty. */
  readonly name: string
  readonly address: string
}

/** No blanks, no control characters, nothing that ends an address in a header; the longest a path may be, RFC 5321 §4.5.3.1.3. */
const address = /^[^\s\p{C}@<>()[\]:;,\\"]{1,64}@[^\s\p{C}@<>()[\]:;,\\".]+(\.[^\s\p{C}@<>()[\]:;,\\".]+)*$/u
const longest = 254

/** Whether something can be sent there, as far as the look of it tells. */
export const isMailAddress = (text: string): boolean => text.length <= longest && address.test(text)

/** Text that stays in its header: one line, no control characters. */
export const headerText = (text: string): string => text.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()

/** Reads `Library <ill@library.example>` or the address alone; undefined when it is neither. */
export function readParty(text: string): MailParty | undefined {
  const said = /^(?:(?<name>[^<>]*)<(?<inner>[^<>]+)>|(?<bare>[^<>\s]+))$/.exec(text.trim())?.groups
  const found = (said?.['inner'] ?? said?.['bare'] ?? '').trim()
  if (!isMailAddress(found)) return undefined
  return { name: headerText((said?.['name'] ?? '').replace(/^\s*"(.*)"\s*$/s, '$1')), address: found }
}
