import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Problem } from '../../problems.ts'
import type { Exchange } from '../route.ts'
import type { Answered } from './once.ts'

export const IfMatch = z.string().max(200).optional().meta({
  description:
    'The `ETag` of what is acted on, as it was seen, or just its version in quotes: `"3"`. `*` stands for whichever there is.',
})

/** The version before the dot is what `If-Match` goes by; the rest tells apart what else may differ in an answer. */
const etagOf = (version: number, body: unknown): string =>
  `"${version}.${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 16)}"`

/** The headers of an answer that shows something at a version. Never kept by caches: it is somebody's. */
export const versioned = (version: number, body: unknown): Readonly<Record<string, string>> => ({
  ETag: etagOf(version, body),
  'Cache-Control': 'private, no-cache',
})

export const versionedAnswer = (version: number, body: unknown): Answered => ({
  ...{ status: 200, body },
  headers: versioned(version, body),
})

/** The same of something that was made just now, and where it is from now on. */
export const createdAnswer = (location: string, { body, headers }: Answered): Answered => ({
  ...{ status: 201, body },
  headers: { ...headers, Location: location },
})

/** Sends it; 304 to who has it already. */
export const sendVersioned = ({ res }: Exchange, version: number, body: unknown): void =>
  void res.set(versioned(version, body)).type('json').send(JSON.stringify(body))

/**
 * The version a caller saw; undefined where any will do.
 * @throws Problem version-needed, bad-input
 */
export function seenVersion(header: string | undefined, what: string): number | undefined {
  const given = header?.trim()
  if (!given) throw new Problem('version-needed', { what })
  if (given === '*') return undefined
  // Proxies that compress make an ETag weak: it is the version that counts.
  const version = Number(/^(?:W\/)?"(\d{1,9})(?:\.[\w-]*)?"$/.exec(given)?.[1])
  if (!(version >= 0)) throw new Problem('bad-input', { detail: `If-Match: give one ETag, such as "3", or *` })
  return version
}
