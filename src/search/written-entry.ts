import { isDeepStrictEqual } from 'node:util'
import { attributesText } from '../standards/query/index.ts'
import { Entry, type TargetEntry, type WrittenEntry } from './entries.ts'

/** An entry as it is written, with everything that is as by default. */
export function fullyWritten(entry: TargetEntry): WrittenEntry {
  const { attributes, extraAttributes } = entry
  return {
    ...entry,
    attributes: Object.fromEntries(
      Object.entries(attributes).flatMap(([field, list]) => (list ? [[field, attributesText(list)]] : [])),
    ),
    extraAttributes: attributesText(extraAttributes),
  }
}

/** An entry as it is written, without what is as by default. */
export function brieflyWritten(entry: TargetEntry): WrittenEntry {
  const needed =
    entry.protocol === 'sru'
      ? { id: entry.id, label: entry.label, protocol: entry.protocol, url: entry.url }
      : { id: entry.id, label: entry.label, host: entry.host }
  const usual: Readonly<Record<string, unknown>> = fullyWritten(Entry.parse(needed))
  const own = Object.entries(fullyWritten(entry)).filter(
    ([name, value]) => name in needed || (value !== undefined && !isDeepStrictEqual(value, usual[name])),
  )
  return { ...needed, ...Object.fromEntries(own) }
}

/** Whether a target has a place for a secret, be it empty. */
export const takesSecret = (entry: TargetEntry): boolean =>
  entry.protocol === 'sru'
    ? entry.credentials !== undefined
    : entry.authentication.type === 'open' || entry.authentication.type === 'idPass'

/** The entry with another secret, or with none. One that has no place for it is as it was. */
export function withSecret(entry: TargetEntry, secret: string | undefined): TargetEntry {
  if (entry.protocol === 'sru') {
    const { credentials } = entry
    return credentials ? { ...entry, credentials: { ...credentials, password: secret ?? '' } } : entry
  }
  const { authentication } = entry
  if (authentication.type === 'open') return { ...entry, authentication: { type: 'open', value: secret ?? '' } }
  if (authentication.type !== 'idPass') return entry
  const { password: _, ...others } = authentication
  return { ...entry, authentication: { ...others, ...(secret !== undefined && { password: secret }) } }
}

/** Where a target's secret goes, how, and what it is: one that was given for another place is not sent there. */
export const placeOfSecret = (entry: TargetEntry): unknown =>
  entry.protocol === 'sru'
    ? ['sru', new URL(entry.url).origin, entry.tls]
    : ['z3950', entry.host, entry.port, entry.tls, entry.authentication.type]
