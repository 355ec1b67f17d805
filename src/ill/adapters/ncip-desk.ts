import type { Calendar } from '../../kit/calendar/index.ts'
import type { Database, Tx } from '../../kit/db/index.ts'
import type { Actor, Clock } from '../../kit/index.ts'
import type { Handlers } from '../../kit/jobs/index.ts'
import type { Engine } from '../../workflow/index.ts'
import { type ByHand, doneByHand, retryCall, takeBack } from '../library-system/acts.ts'
import { callHandlers } from '../library-system/carry-out.ts'
import { checkedOutFirst } from '../library-system/check-out-first.ts'
import type { Ncip } from '../library-system/ncip.ts'
import type { Circulation, Shelf } from '../ports.ts'
import { ncipCirculation } from './ncip-circulation.ts'
import { ncipShelf } from './ncip-shelf.ts'

interface NcipDeskOptions {
  readonly ncip: Ncip
  readonly clock: Clock
  /** The days on which we work. */
  calendar(tx: Tx): Promise<Calendar>
  /** Records that came in for requests alone leave the catalogue of readers when what was borrowed goes home. */
  readonly hidesVisitors: boolean
}

/** What staff can do about what the library's own system is asked for. */
export interface LibrarySystem {
  readonly ncip: Ncip
  /** Has a step tried again. @throws Problem not-found, call-settled, call-by-hand */
  retry(tx: Tx, call: number, by: { readonly actor: Actor; readonly at: Date }): Promise<void>
  /** A step was done by hand. @throws Problem not-found, call-settled, bad-input */
  byHand(tx: Tx, call: number, done: ByHand, by: { readonly actor: Actor; readonly at: Date }): Promise<void>
  /** A step was not done by hand after all. @throws Problem not-found, call-kept */
  takeBack(tx: Tx, call: number, by: { readonly actor: Actor; readonly at: Date }): Promise<void>
  /** What asks it. */
  handlers(database: Database): Handlers
}

/** The desk of a library that keeps its own system: it lends and takes back there, over NCIP. */
export interface NcipDesk {
  readonly circulation: Circulation
  readonly shelf: Shelf
  /** What belongs around the engine whose machines have this desk. */
  around(engine: Engine): { readonly engine: Engine; readonly system: LibrarySystem }
}

export function ncipDesk({ ncip, clock, calendar, hidesVisitors }: NcipDeskOptions): NcipDesk {
  const { settings } = ncip
  const shelf = ncipShelf(settings, calendar)
  return {
    circulation: ncipCirculation(settings, { hidesVisitors }),
    shelf,
    around: (engine) => ({
      engine: checkedOutFirst(engine, { settings, request: shelf.request, release: shelf.release }),
      // What follows a step happens by the engine itself: nothing has to come before it any more.
      system: {
        ncip,
        retry: retryCall,
        byHand: (tx, call, done, by) => doneByHand(tx, call, done, by, { engine, ncip }),
        takeBack: (tx, call, by) => takeBack(tx, call, by, { engine, ncip }),
        handlers: (database) => callHandlers({ database, engine, clock, ncip, calendar }),
      },
    }),
  }
}
