/** An address of ours to go back to, or undefined: nobody is sent elsewhere by a link to our sign-in page. */
export function ownPath(address: string | undefined): string | undefined {
  if (address === undefined || !/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(address)) return undefined
  const base = 'http://farshelf.invalid'
  if (!URL.canParse(address, base)) return undefined
  const url = new URL(address, base)
  // "/.//evil.example" is ours; what is left of it once its dots are resolved is not.
  if (url.origin !== base || url.pathname.startsWith('//')) return undefined
  return `${url.pathname}${url.search}`
}
