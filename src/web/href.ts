const schemes = new Set(['http:', 'https:', 'mailto:'])

/**
 * The address to put into a link, or undefined where it is not one a reader may be sent to: then print the text alone.
 * Allowed are http, https and mailto, and our own addresses, which begin with a single slash, `?` or `#`. Records are
 * written by strangers, so every `href` on every page goes through here.
 */
export function href(address: string): string | undefined {
  const text = address.trim()
  // Browsers drop tabs and newlines inside an address and read a backslash as a slash: no honest address has them.
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\]/u.test(text)) return undefined
  if (/^[?#]/.test(text) || /^\/(?!\/)/.test(text)) return text
  if (!/^(https?:\/\/|mailto:)/i.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  // "https://catalogue.example@evil.example" shows one host and goes to another.
  return schemes.has(url.protocol) && !url.username && !url.password ? url.href : undefined
}
