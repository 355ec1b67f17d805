import type { Words } from './address.ts'
import type { Door } from './door.ts'
import type { PastSearch } from './enquiry-memory.ts'
import type { Exchange } from './route.ts'

/** Notes a search in the history of the session that looks at it, if that is one of Enquiry. */
export async function noteSearch(
  door: Door,
  words: Words,
  { visitor }: Pick<Exchange, 'visitor'>,
  found: Omit<PastSearch, 'words' | 'at'>,
): Promise<void> {
  if (door.audience === 'enquiry')
    await door.enquiries.note(visitor.sessionId, words, { ...found, at: door.clock.now() })
}
