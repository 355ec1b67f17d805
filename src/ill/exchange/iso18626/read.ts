import type { z } from 'zod'
import { type ReadMessage, readMessage } from '../../../standards/iso18626/index.ts'
import { IllMessage } from '../message.ts'
import type { Peer } from './profiles.ts'
import { requestOf } from './read-request.ts'
import { requesterMessageOf } from './read-requester.ts'
import { responderMessageOf } from './read-responder.ts'
import { type Refused, refusalOf, refused } from './refusal.ts'
import { symbolOf } from './values.ts'

/** What asks for a confirmation. */
export type Arrived = Extract<ReadMessage, { kind: 'request' | 'supplyingAgencyMessage' | 'requestingAgencyMessage' }>

/** Whom a message names. Symbols as `TYPE:value`; empty where it names nobody. */
export interface Address {
  readonly requester: string
  readonly responder: string
  readonly requestId: string
}

/**
 * What came in: a message to look into; one so damaged that only a refusal can be confirmed; or nothing that could be
 * confirmed at all.
 */
export type Incoming =
  | { readonly kind: 'message'; readonly read: Arrived; readonly address: Address }
  | { readonly kind: 'damaged'; readonly read: Arrived; readonly address: Address; readonly receipt: Refused }
  | { readonly kind: 'nothing'; readonly detail: string }

/** Reads what a partner sent, before it is known which partner that is. Takes at most `messageLimits.bytes`. Never throws. */
export function readIso18626(bytes: Uint8Array): Incoming {
  const read = readMessage(bytes)
  if (read.kind === 'unreadable') {
    const { fault, detail, seen } = read
    // Whoever declares a document type gets no answer that a program could read.
    if (fault === 'doctype' || !seen || !isArrived(seen)) return { kind: 'nothing', detail }
    return {
      kind: 'damaged',
      read: seen,
      address: addressOf(seen),
      receipt: refused('malformed', 'ISO18626Message', detail),
    }
  }
  if (!isArrived(read)) return { kind: 'nothing', detail: `a ${read.kind}, and nothing was sent` }
  return { kind: 'message', read, address: addressOf(read) }
}

const isArrived = (read: ReadMessage): read is Arrived => !read.kind.endsWith('Confirmation')

function addressOf({ body }: Arrived): Address {
  return {
    requester: symbolOf(body.header?.requestingAgencyId),
    responder: symbolOf(body.header?.supplyingAgencyId),
    requestId: body.header?.requestingAgencyRequestId ?? '',
  }
}

/** Whether a message holds an account of its sender’s or who the reader is: then nobody keeps its text. */
export function isPrivate({ body }: Arrived): boolean {
  const { header } = body
  const account =
    header && 'requestingAgencyAuthentication' in header ? header.requestingAgencyAuthentication : undefined
  return account !== undefined || ('patronInfo' in body && body.patronInfo !== undefined)
}

/**
 * What the message of a partner says, or why it cannot be understood. Words longer than we keep are cut, never numbers
 * that name something. Never throws.
 */
export function fromIso18626(read: Arrived, peer: Peer): IllMessage | Refused {
  const wrong = refusalOf(read)
  if (wrong) return wrong
  const { header } = read.body
  const message = messageOf(read, peer)
  if ('kind' in message && message.kind === 'refused') return message
  const responderId = header && 'supplyingAgencyRequestId' in header ? header.supplyingAgencyRequestId : undefined
  return parse({
    from: read.kind === 'supplyingAgencyMessage' ? 'responder' : 'requester',
    envelope: { ...addressOf(read), ...(responderId && { responderId }), sentAt: header?.timestamp },
    message,
  })
}

function messageOf(read: Arrived, peer: Peer) {
  if (read.kind === 'request') return requestOf(read.body, peer)
  if (read.kind === 'supplyingAgencyMessage') return responderMessageOf(read.body, peer)
  const { action } = read.body
  return action
    ? requesterMessageOf(action, read.body.note ?? '', peer)
    : refused('malformed', 'action', 'It is missing')
}

function parse(candidate: unknown): IllMessage | Refused {
  const parsed = IllMessage.safeParse(candidate)
  if (parsed.success) return parsed.data
  const again = IllMessage.safeParse(shortened(candidate, parsed.error.issues))
  if (again.success) return again.data
  const { path, message } = again.error.issues[0]!
  return refused('bad-value', String(path.at(-1) ?? 'ISO18626Message'), message)
}

/** Without what is too long: words and lists only. */
function shortened(candidate: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy = structuredClone(candidate)
  for (const issue of issues) {
    const path = issue.path.map(String)
    const name = path.at(-1)
    if (issue.code !== 'too_big' || path[0] !== 'message' || name === undefined || names.has(name)) continue
    const parent = path
      .slice(0, -1)
      .reduce((at, key) => at[key] as Record<string, unknown>, copy as Record<string, unknown>)
    const value = parent[name]
    const most = Number(issue.maximum)
    if (typeof value === 'string') parent[name] = `${value.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`
    if (Array.isArray(value)) parent[name] = value.slice(0, most)
  }
  return copy
}

/** They name something: cut, they would name something else. */
const names: ReadonlySet<string> = new Set([
  'previousId',
  'currency',
  'url',
  'deliverEmail',
  'id',
  'itemId',
  'recordId',
])
