import type { Request } from 'express'
import type { Search } from '../../search/index.ts'
import { askedFor, type SearchAddress } from '../address.ts'
import type { Door } from '../door.ts'
import { type Standing, standingFor } from '../standing.ts'

/** The search an address leads to, as the reader who opened it sees it. */
export interface Opened<A extends SearchAddress> {
  readonly search: Search
  readonly standing: Standing
  /** `stopped` is left out, with `skip`, once it means nothing: the search it names is gone, and another one was begun. */
  readonly address: A
}

/**
 * Opens the search of an address: the one this reader stopped, the one held, or a new one.
 * @param held id of the search whose page asks
 * @throws Problem too-many-requests
 */
export async function openAddress<A extends SearchAddress>(
  door: Door,
  address: A,
  req: Request,
  held = address.stopped,
): Promise<Opened<A>> {
  const search = await door.searches.open(askedFor(address), req, { held })
  return {
    search,
    standing: standingFor(search, address),
    address: search.id === address.stopped ? address : { ...address, stopped: undefined, skip: [] },
  }
}
