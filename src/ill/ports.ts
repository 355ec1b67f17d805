import type { Calendar } from '../kit/calendar/index.ts'
import type { Tx } from '../kit/db/index.ts'
import type { Clock } from '../kit/index.ts'
import type { MessagePreview } from '../messages/index.ts'
import type { EventActor } from '../workflow/index.ts'
import type { ResponderMessage } from './exchange/message.ts'
import type { SettlementSettings } from './fees/index.ts'
import type { LendingAct } from './lending/types.ts'
import type { Line } from './lines/types.ts'
import type { Request } from './requests/types.ts'
import type { RotaSettings } from './rota/settings.ts'

/** An act on a lender's line, as circulation and channels hear of it. */
export interface LineAct {
  readonly line: Line
  readonly request: Request
  readonly actor: EventActor
  readonly via: string
  readonly at: Date
  /** Of the event; none before it has happened. */
  readonly version?: number
  /** What was said with the event. */
  readonly form: Readonly<Record<string, unknown>>
}

/** What circulates what lenders send: our own desk, or the system of a library that keeps its own. */
export interface Circulation {
  /** Makes the item of a line, and its borrower's reservation: one of each, however often it is called. */
  receive(tx: Tx, act: LineAct): Promise<void>
  /** Takes back what `receive` made, as long as nobody has used it. @throws Problem undo-refused */
  unreceive(tx: Tx, act: LineAct): Promise<void>
  /** The lender wants it back on another day. */
  changeDue(tx: Tx, act: LineAct): Promise<void>
  /** It goes home. */
  close(tx: Tx, act: LineAct): Promise<void>
}

/** What is said to a lender. */
export const lenderMessages = [
  'request',
  'condition-accepted',
  'condition-declined',
  'cancel',
  'received',
  'renew',
  'returned',
  'lost',
  'damaged',
  'note',
] as const
export type LenderMessage = (typeof lenderMessages)[number]

/** A way to a lender. */
export interface LenderChannel {
  /**
   * Writes what `send` is to send, at the moment of the act, so that nothing that is changed afterwards changes it; only
   * reads. Undefined where nothing will be sent.
   */
  write?(tx: Tx, message: LenderMessage, act: LineAct): Promise<unknown>
  /**
   * Sends, or leaves it to be sent: as part of the transaction, once for each `key`. `written` is what `write` gave;
   * without it, it is written now.
   */
  send(tx: Tx, message: LenderMessage, act: LineAct, key: string, written?: unknown): Promise<void>
  /** What `send` would send now, for ways on which people read it. */
  preview?(tx: Tx, message: LenderMessage, act: LineAct): Promise<MessagePreview>
}

/** Tells readers how things stand. */
export interface BorrowerNews {
  /** `event` is the request's, such as `inProcess`; the form holds preset, override and message. */
  tell(tx: Tx, event: string, about: Omit<LineAct, 'line'>, key: string): Promise<void>
}

/** A way to the libraries that borrow from us. */
export interface BorrowerChannel {
  /** Sends, or leaves it to be sent: as part of the transaction, once for each `key`. */
  send(tx: Tx, message: ResponderMessage, act: LendingAct, key: string): Promise<void>
}

/** What circulates what we lend to other libraries: our own desk, or the system of a library that keeps its own. */
export interface Shelf {
  /** The days on which we work. */
  calendar(tx: Tx): Promise<Calendar>
  /** The item a shipment names, or the request is linked to, is with the library from now on. @throws Problem item-not-free */
  lend(tx: Tx, act: LendingAct): Promise<void>
  /** As if it had not been lent. @throws Problem undo-refused */
  unlend(tx: Tx, act: LendingAct): Promise<void>
  /** It may be kept until another day. */
  changeDue(tx: Tx, act: LendingAct): Promise<void>
  /** It has come back: it goes where whatever is checked in goes. */
  takeBack(tx: Tx, act: LendingAct): Promise<void>
  /** The next copy that comes in is kept for it. @throws Problem item-not-free */
  hold(tx: Tx, act: LendingAct): Promise<void>
  /** Nothing is kept for it any more, or never was. */
  release(tx: Tx, act: LendingAct): Promise<void>
  /** What `release` ended by the same act goes on, behind whoever waits by now. */
  holdAgain(tx: Tx, act: LendingAct): Promise<void>
}

/** A reader as the library's own system knows them. */
export interface KnownPatron {
  /** Of the card, as that system has it. */
  readonly number: string
  readonly name: string
  /** Empty where it says none. */
  readonly email: string
  /** YYYY-MM-DD */
  readonly expiresOn?: string
  /** What keeps them from borrowing, in words; empty where nothing does. */
  readonly blocked: readonly string[]
  /** What else that system says, for people. */
  readonly said: readonly string[]
}

/** What a library's system says of a card's number, and of a PIN where one is shown with it. */
export type PatronFound =
  | { readonly kind: 'known'; readonly patron: KnownPatron }
  | { readonly kind: 'unknown'; readonly detail: string }
  | { readonly kind: 'wrong-pin' }
  /** Nobody knows: the system could not be asked, or would not say. */
  | { readonly kind: 'unanswered'; readonly detail: string }

/** Asks the system of a library that keeps its own who its readers are, and whether they may borrow. */
export interface PatronCheck {
  /** A `pin` is only passed on, and kept nowhere. Fails only where `signal` fires. */
  find(number: string, how: { readonly pin?: string | undefined; readonly signal: AbortSignal }): Promise<PatronFound>
}

/** What the workflow of requests needs of the house. */
export interface IllPorts {
  readonly circulation: Circulation
  readonly channel: LenderChannel
  readonly news: BorrowerNews
  readonly shelf: Shelf
  readonly borrowers: BorrowerChannel
  readonly clock: Clock
  /** How long lenders have to answer, and what we are called; usual ones if not given. */
  readonly rota?: RotaSettings | undefined
  readonly symbol?: string | undefined
  /** What schemes charge that settle fees between libraries. */
  readonly settlement?: SettlementSettings | undefined
}
