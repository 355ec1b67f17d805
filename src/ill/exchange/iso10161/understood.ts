import type { Receipt } from '../message.ts'

export type Refusal = Extract<Receipt, { readonly kind: 'refused' }>

/** What an APDU says, or why it cannot be acted upon. */
export type Understood<M> =
  | { readonly kind: 'understood'; readonly message: M }
  | { readonly kind: 'refused'; readonly receipt: Refusal }

export const refused = (why: Refusal['why'], what: string, text: string): Understood<never> => ({
  kind: 'refused',
  receipt: { kind: 'refused', why, what, text },
})
