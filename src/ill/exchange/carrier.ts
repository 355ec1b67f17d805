import type { IllMessage, Receipt } from './message.ts'
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

/** Brings messages to partners, over one protocol. */
export interface Carrier {
  carry(partner: Partner, message: IllMessage, signal: AbortSignal): Promise<Carried>
}

export type Carriers = Readonly<Partial<Record<ExchangeProtocol, Carrier>>>
