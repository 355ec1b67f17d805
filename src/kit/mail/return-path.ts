import { isMailAddress } from './address.ts'

/** Where mail that cannot be delivered comes back to: an address in which a star stands for the letter it is about. */
export type ReturnPattern = string & { readonly pattern: true }

const star = '*'
/** Longer ones might not fit the 64 characters of RFC 5321 §4.5.3.1.1. */
const longestToken = 40

/** Reads `bounces+*@library.example`; undefined when that is no such address. */
export function readReturnPattern(text: string): ReturnPattern | undefined {
  const given = text.trim()
  if (given.split(star).length !== 2 || given.indexOf(star) > given.lastIndexOf('@')) return undefined
  return isMailAddress(given.replace(star, 'x'.repeat(longestToken))) ? (given as ReturnPattern) : undefined
}

/** The address for one letter. */
export const returnPathFor = (pattern: ReturnPattern, token: string): string => pattern.replace(star, token)

/** What stands for the star in an address; undefined where it is another's. Mail servers may change the case. */
export function tokenIn(pattern: ReturnPattern, address: string): string | undefined {
  const [before = '', after = ''] = pattern.toLowerCase().split(star)
  const given = address.trim().toLowerCase()
  const fits = given.startsWith(before) && given.endsWith(after) && given.length > before.length + after.length
  return fits ? given.slice(before.length, given.length - after.length) : undefined
}
