import { LRUCache } from 'lru-cache'
import type { SortOrder } from '../search/index.ts'
import { seenBy, Words, wordsParams } from './address.ts'
import type { PlaceCount } from './components/places.tsx'

/** Hits marked in one search, at most: each of them may have to be fetched for a file. */
export const mostMarks = 100

/** Searches of a session that are kept, with their marks, at most. */
export const mostSearches = 50
const mostSessions = 1_000
/** No session lasts longer. Milliseconds. */
const heldFor = 12 * 60 * 60_000

/** What somebody did on a page: which of the places it showed as marked, or was asked about, and which of them are now. */
export interface Marking {
  readonly shown: readonly string[]
  readonly marked: readonly string[]
}

/** A search of this session. */
export interface PastSearch {
  readonly words: Words
  /** When it was last looked at, epoch milliseconds. */
  readonly at: number
  /** What was found, where it was looked: the last that was seen of it. */
  readonly ours?: PlaceCount
  readonly others?: number
}

/**
 * What Enquiry keeps for a session, in this process as searches are: nobody else sees it, and it is gone with the
 * session. A mark is a place in a library's answer, `northfield 3`: it outlives the search that is held.
 */
export interface EnquiryMemory {
  /** What is marked of a search, in the order in which it was. */
  marks(session: string | undefined, list: MarkedList): readonly string[]
  /** Takes marks; what would be more than `mostMarks` is left out. Without a session nothing is kept. */
  mark(session: string | undefined, list: MarkedList, marking: Marking): readonly string[]
  unmark(session: string | undefined, list: MarkedList): void
  /** Notes a search that was looked at; the same words asked of the same libraries are one search. */
  note(session: string | undefined, words: Words, seen: Omit<PastSearch, 'words'>): void
  /** Its searches, the last one first. */
  searches(session: string | undefined): readonly PastSearch[]
  clear(session: string | undefined): void
  forget(session: string): void
}

/** Where hits were marked. They are marked by their places, which are others in a library's set that is sorted. */
type MarkedList = Words & { readonly sort?: SortOrder }

interface OfSession {
  readonly marks: LRUCache<string, readonly string[]>
  readonly searches: LRUCache<string, PastSearch>
}

export function createEnquiryMemory(): EnquiryMemory {
  const sessions = new LRUCache<string, OfSession>({ max: mostSessions, ttl: heldFor, updateAgeOnGet: true })
  const keyOf = (words: Words) => wordsParams(words).toString()
  const listOf = (list: MarkedList) => `${list.sort ?? 'relevance'} ${keyOf(list)}`
  const known = (session: string | undefined) => (session === undefined ? undefined : sessions.get(session))

  function keptFor(session: string): OfSession {
    const kept = sessions.get(session) ?? {
      marks: new LRUCache({ max: mostSearches }),
      searches: new LRUCache({ max: mostSearches }),
    }
    sessions.set(session, kept)
    return kept
  }

  const marks: EnquiryMemory['marks'] = (session, list) => known(session)?.marks.get(listOf(list)) ?? []

  return {
    marks,
    mark(session, list, { shown, marked }) {
      const kept = marks(session, list).filter((place) => !shown.includes(place))
      const all = [...new Set([...kept, ...marked])].slice(0, mostMarks)
      if (session !== undefined) keptFor(session).marks.set(listOf(list), all)
      return all
    },
    unmark: (session, list) => void known(session)?.marks.delete(listOf(list)),
    note(session, words, seen) {
      if (session === undefined) return
      const { searches } = keptFor(session)
      const [key, alone] = [keyOf(words), seenBy(words, Words.parse({ ...words, where: undefined }))]
      searches.set(key, { ...searches.get(key), ...seen, words: alone })
    },
    searches: (session) => [...(known(session)?.searches.values() ?? [])],
    clear: (session) => known(session)?.searches.clear(),
    forget: (session) => void sessions.delete(session),
  }
}
