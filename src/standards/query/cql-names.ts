import { type CqlIndex, contextSetOf, contextSets, cqlIndexOf } from './cql-indexes.ts'
import { unsupported } from './cql-unsupported.ts'

/** Which context set a prefix stands for; the prefix "" is that of bare names. */
export type Prefixes = ReadonlyMap<string, string>

/** Each set under its short name, and Farshelf's own names for bare ones. */
export const usualPrefixes: Prefixes = new Map([
  ['', ''],
  ...Object.keys(contextSets).map((set): [string, string] => [set, set]),
])

/** The prefixes with another assignment. A URI that is not known matters only where its prefix is used. */
export const assigned = (prefixes: Prefixes, prefix: string, uri: string): Prefixes =>
  new Map([...prefixes, [prefix.toLowerCase(), contextSetOf(plain(uri)) ?? `? ${uri}`]])

/** The context set and the name of `prefix.name` or of a bare name. @throws Problem query-unsupported 15 */
export function qualified(written: string, prefixes: Prefixes): { readonly set: string; readonly name: string } {
  const text = plain(written)
  const dot = text.indexOf('.')
  const prefix = dot < 0 ? '' : text.slice(0, dot).toLowerCase()
  const set = prefixes.get(prefix)
  if (set === undefined || set.startsWith('?')) return unsupported(15, set?.slice(2) ?? prefix)
  return { set, name: text.slice(dot + 1) }
}

/** The index of a name. @throws Problem query-unsupported 15 or 16 */
export function indexNamed(written: string, prefixes: Prefixes): CqlIndex {
  const { set, name } = qualified(written, prefixes)
  return cqlIndexOf(set, name) ?? unsupported(16, written)
}

/** A name without its escapes. */
export const plain = (text: string): string => text.replace(/\\([\s\S])/g, '$1')
