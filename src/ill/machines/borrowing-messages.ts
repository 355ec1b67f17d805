import type { LenderMessage } from '../ports.ts'
import type { borrowingMachine } from './borrowing.ts'

type Effect = keyof typeof borrowingMachine.effects
/** Effects that say something to a lender. */
export type TellingEffect = Extract<Effect, `send${string}`>

/** What each effect says to the lender. */
export const borrowingMessages: Readonly<Record<TellingEffect, LenderMessage>> = {
  sendRequest: 'request',
  sendAcceptance: 'condition-accepted',
  sendRefusal: 'condition-declined',
  sendCancel: 'cancel',
  sendReceived: 'received',
  sendRenewal: 'renew',
  sendReturned: 'returned',
  sendLost: 'lost',
  sendDamaged: 'damaged',
  sendMessage: 'note',
}
