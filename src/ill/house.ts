import type { CirculationSettings } from '../circulation/index.ts'
import type { Database, Tx } from '../kit/db/index.ts'
import { reachOf } from '../kit/http/index.ts'
import type { Clock } from '../kit/index.ts'
import type { Handlers } from '../kit/jobs/index.ts'
import type { FillIn, MessagePreview } from '../messages/index.ts'
import {
  beginMigrating,
  type Cause,
  createEngine,
  type Engine,
  type Policy,
  workflowHandlers,
} from '../workflow/index.ts'
import { type AlertOptions, alerts } from './adapters/alerts.ts'
import { borrowerLetters, type LetterOptions, letters } from './adapters/letters.ts'
import { libraryLetters } from './adapters/library-letters.ts'
import { type LibrarySystem, ncipDesk } from './adapters/ncip-desk.ts'
import { ownCirculation } from './adapters/own-circulation.ts'
import { ownShelf } from './adapters/own-shelf.ts'
import { type DeliverOptions, fetchCopyHandlers } from './documents/index.ts'
import {
  borrowersChannel,
  type Carriers,
  createNoting,
  exchangeChannel,
  exchangeHandlers,
  lendingsSide,
  linesSide,
  type NoteNotUnderstood,
  type Receive,
  receiver,
} from './exchange/index.ts'
import { tendIll, tendingHandlers } from './jobs.ts'
import { standingHandlers } from './lending/index.ts'
import { createNcip, type HousePatrons, type LibrarySystemSettings, type Ncip } from './library-system/index.ts'
import { illMachines } from './machines/index.ts'
import { requireRequest } from './machines/request-handlers.ts'
import { linksForLetters } from './mail/index.ts'
import type { LenderMessage, LineAct } from './ports.ts'
import type { TellExpired } from './requests/expire.ts'
import { patronHandlers } from './requests/patron-standing.ts'
import type { Request } from './requests/types.ts'
import { advanceHandlers } from './rota/advance.ts'
import type { IllSettings } from './settings.ts'

/** Interlibrary loan as a running house has it. */
export interface Ill {
  readonly engine: Engine
  readonly settings: IllSettings
  /** The rules of its desks, with their calendars. */
  readonly circulation: CirculationSettings
  /** The system the library has of its own, where that speaks NCIP. */
  readonly ncip?: Ncip | undefined
  /** How the library's system is asked for its readers; undefined where it is not. */
  readonly patrons?: HousePatrons | undefined
  /** What it is asked for, instead of our own desk. */
  readonly librarySystem?: LibrarySystem | undefined
  /** What a process does for it when it starts. */
  begin(tx: Tx): Promise<void>
  /** What a lender would be sent now; undefined where nobody reads it. */
  preview?(tx: Tx, message: LenderMessage, act: LineAct): Promise<MessagePreview | undefined>
  /** Tells a reader that a request is placed; only where the house does. */
  readonly tellPlaced?:
    | ((tx: Tx, request: Request, cause: Pick<Cause, 'actor' | 'via'>, at: Date) => Promise<void>)
    | undefined
  /** Tells a reader that a copy is ready; nobody is told where it is not given. */
  readonly tellCopy?: DeliverOptions['tellCopy']
  /** Where other libraries fetch the copies we send as files; without it none can be sent. */
  readonly copiesLink?: string | undefined
  /** Gives letters to lenders the links by which they answer. */
  readonly fillIn?: FillIn
  /** What carries out effects and timers. */
  handlers(database: Database): Handlers
  /** What sends messages to the systems of other libraries, and asks our own: its own worker's, for they may think long. */
  sending(database: Database): Handlers
  /** What fetches copies from where lenders' systems say they lie: its own worker's, for files take long. */
  fetching(database: Database): Handlers
  /** Takes in what systems of other libraries say. */
  receiving(database: Database): Receive
  /** Keeps what of that is not understood. */
  readonly noteNotUnderstood: NoteNotUnderstood
}

export interface IllOptions extends LetterOptions, AlertOptions {
  readonly clock: Clock
  readonly settings: IllSettings
  readonly circulation: CirculationSettings
  /** Of a library that keeps its own system. */
  readonly librarySystem?: LibrarySystemSettings
  /** Asks that system for readers: nobody does by default. */
  readonly patrons?: HousePatrons | undefined
  readonly policy?: Policy | undefined
  /** Where other libraries fetch what we send as files. */
  readonly copiesLink?: string | undefined
  /** What brings messages to systems of other libraries: none by default. */
  readonly carriers?: Carriers
  /** Each event leaves a job for whoever passes events on: see `followedJob`. */
  readonly followed?: boolean
}

/** Joins the machines with our own desk and letters. @throws Problem workflow-unsound */
export function createIll(options: IllOptions): Ill {
  const {
    clock,
    settings,
    circulation,
    policy,
    followed = false,
    carriers = {},
    copiesLink,
    patrons,
    ...names
  } = options
  const ncip = options.librarySystem?.ncip && createNcip(options.librarySystem.ncip)
  const { symbol, otherSymbols, address, copiesTo, exchange } = settings
  const speaks = new Set(Object.keys(carriers))
  const house = { deliverTo: address, deliverEmail: copiesTo }
  const [channel, news] = [
    exchangeChannel({ speaks, symbol, house }, letters({ ...names, asking: { symbol, house } })),
    borrowerLetters(names),
  ]
  const own = {
    circulation: ownCirculation(circulation, { hidesVisitors: settings.suppressWhenHome }),
    shelf: ownShelf(circulation),
  }
  const desk = ncip && ncipDesk({ ncip, clock, calendar: own.shelf.calendar, hidesVisitors: settings.suppressWhenHome })
  const { shelf } = desk ?? own
  const machines = illMachines({
    clock,
    circulation: (desk ?? own).circulation,
    channel,
    news,
    shelf,
    borrowers: borrowersChannel({ speaks, symbol }, libraryLetters(names)),
    rota: settings.rota,
    symbol: settings.symbol,
    settlement: settings.settlement,
  })
  const inner = createEngine({
    machines,
    clock,
    ...(policy && { policy }),
    alert: alerts(names),
    followed,
    undoDays: settings.undoDays,
  })
  const { engine, system } = desk?.around(inner) ?? { engine: inner }
  const tellExpired: TellExpired = async (tx, id, { event, version, actor, via, at }) =>
    news.tell(
      tx,
      event,
      { request: await requireRequest(tx, id), actor, via, at, form: {} },
      `request:${id}:${version}`,
    )
  const tellCopy: DeliverOptions['tellCopy'] = (tx, request, { actor, via }, at, key) =>
    news.tell(tx, 'copyReady', { request, actor, via, at, form: {} }, key)
  return {
    engine,
    settings,
    circulation,
    ncip,
    patrons,
    librarySystem: system,
    async begin(tx) {
      await beginMigrating(tx, engine)
      await tendIll(tx)
    },
    preview: async (tx, message, act) =>
      // Systems are told in fields: there is no letter to read.
      speaks.has(act.line.lender.protocol) ? undefined : await channel.preview(tx, message, act),
    tellPlaced: settings.tellPlaced
      ? async (tx, request, { actor, via }, at) => {
          // Without an address it would only be work for somebody: the page has said it.
          if (request.patron.email !== '')
            await news.tell(tx, 'placed', { request, actor, via, at, form: {} }, `request:${request.id}:placed`)
        }
      : undefined,
    tellCopy,
    copiesLink,
    fillIn: linksForLetters({ engine, linkDays: settings.linkDays }),
    handlers: (database) => ({
      ...workflowHandlers(database, engine, clock),
      ...standingHandlers({ database, engine, rules: settings.standingAnswers, circulation, clock }),
      ...advanceHandlers(database, { engine, clock, symbol: settings.symbol }),
      ...tendingHandlers(database, engine, settings, clock, settings.tellExpired ? tellExpired : undefined),
    }),
    sending: (database) => ({
      ...exchangeHandlers({ database, engine, clock, carriers, giveUpAfterDays: exchange.giveUpAfterDays }),
      ...(patrons && patronHandlers(database, { engine, clock, circulation, patrons })),
    }),
    fetching: (database) =>
      fetchCopyHandlers({
        ...{ database, engine, settings, clock, tellCopy },
        reach: reachOf(exchange.allowNetworks, 'ill.yaml'),
      }),
    noteNotUnderstood: createNoting(engine),
    receiving: (database) =>
      receiver({
        ...{ database, engine, clock },
        sides: { requester: lendingsSide({ engine, clock, calendar: shelf.calendar }), responder: linesSide },
        symbols: [...(symbol === undefined ? [] : [symbol]), ...otherSymbols].map((one) => one.toLowerCase()),
      }),
  }
}
