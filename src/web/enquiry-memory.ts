import { LRUCache } from 'lru-cache'
import { type Words, wordsParams } from './address.ts'

/** Hits marked in one search, at most: each of them may have to be fetched for a file. */
export const mostMarks = 100

const mostSessions = 1_000
const mostSearches = 50
/** No session lasts longer. Milliseconds. */
const heldFor = 12 * 60 * 60_000

/** What somebody did on a page: which of the places it showed as marked, or was asked about, and which of them are now. */
export interface Marking {
  readonly shown: readonly string[]
  readonly marked: readonly string[]
}

/**
 * What Enquiry keeps for a session, in this process as searches are: nobody else sees it, and it is gone with the
 * session. A mark is a place in a library's answer, `northfield 3`: it outlives the search that is held.
 */
export interface EnquiryMemory {
  /** What is marked of a search, in the order in which it was. */
  marks(session: string | undefined, words: Words): readonly string[]
  /** Takes marks; what would be more than `mostMarks` is left out. Without a session nothing is kept. */
  mark(session: string | undefined, words: Words, marking: Marking): readonly string[]
  unmark(session: string | undefined, words: Words): void
  forget(session: string): void
}

export function createEnquiryMemory(): EnquiryMemory {
  const sessions = new LRUCache<string, LRUCache<string, readonly string[]>>({
    max: mostSessions,
    ttl: heldFor,
    updateAgeOnGet: true,
  })
  const keyOf = (words: Words) => wordsParams(words).toString()

  function marksIn(session: string) {
    const known = sessions.get(session) ?? new LRUCache<string, readonly string[]>({ max: mostSearches })
    sessions.set(session, known)
    return known
  }

  const marks: EnquiryMemory['marks'] = (session, words) =>
    (session === undefined ? undefined : sessions.get(session)?.get(keyOf(words))) ?? []

  return {
    marks,
    mark(session, words, { shown, marked }) {
      const kept = marks(session, words).filter((place) => !shown.includes(place))
      const all = [...new Set([...kept, ...marked])].slice(0, mostMarks)
      if (session !== undefined) marksIn(session).set(keyOf(words), all)
      return all
    },
    unmark(session, words) {
      if (session !== undefined) sessions.get(session)?.delete(keyOf(words))
    },
    forget: (session) => void sessions.delete(session),
  }
}
