import type { IllMessage, Receipt, RequesterMessage } from './message.ts'
import type { Partner } from './partners.ts'

/** Protocols of which both sides are programs. */
export const exchangeProtocols = ['iso18626', 'iso10161'] as const
export type ExchangeProtocol = (typeof exchangeProtocols)[number]

/** What came of an attempt to bring a message to a partner. */
export type Carried =
  | { readonly kind: 'answered'; readonly receipt: Receipt }
  /** To be tried again. `arrived`: it may be there all the same. `nobody`: no other message would get there now either. */
  | { readonly kind: 'again'; readonly detail: string; readonly arrived: boolean; readonly nobody: boolean }
  /** It can never be sent so: somebody has to change something first. */
  | { readonly kind: 'hopeless'; readonly detail: string }

/** What a message is about that does not say so itself. */
export interface About {
  /** Where the transaction stands, a Current-State of ISO 10161. */
  readonly state: string
  /** The request it began with. */
  readonly asked?: Extract<RequesterMessage, { type: 'request' }> | undefined
}

/** Brings messages to partners, over one protocol. */
export interface Carrier {
  /** Text that goes over the wire: written once for each message, so that a repetition is one to the letter. */
  write?(partner: Partner, message: IllMessage, about: About): string
  /** `written` is what `write` gave. A message that was tried before says that it is repeated. */
  carry(partner: Partner, message: IllMessage, signal: AbortSignal, written?: string): Promise<Carried>
}

export type Carriers = Readonly<Partial<Record<ExchangeProtocol, Carrier>>>
