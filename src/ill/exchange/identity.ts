import { createHash } from 'node:crypto'
import type { IllMessage, RequesterMessage } from './message.ts'

/**
 * What a repetition of a message is known by: everything it says but its note, which may differ (domain/ill.md 2.2, X4), and
 * whether it says that it is one. Where the note is all there is, it counts. No protocol gives its messages a number.
 */
export function identityOf({ from, envelope, message }: IllMessage): string {
  const { note, ...said } = message as { readonly type: string; readonly note?: string }
  const { requestId, sentAt } = envelope
  // Two clocks may write one instant in two ways.
  const at = new Date(sentAt).toISOString()
  const whole = [from, requestId, at, said.type === 'note' ? message : said]
  return createHash('sha256').update(ordered(whole)).digest('base64url')
}

/** Whether two messages of one identity say the same. */
export const noteOf = ({ message }: IllMessage): string => ('note' in message ? message.note : undefined) ?? ''

/** JSON that does not depend on the order in which fields were written. */
const ordered = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  )

/** What a request wants, without the circumstances: two new ones with one number that want the same are one. */
export const wishOf = (message: RequesterMessage): string => {
  const { note: _, ...said } = message as { readonly note?: string }
  return ordered(said)
}
