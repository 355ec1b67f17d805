import { createHash } from 'node:crypto'
import { iso10161, type NotUnderstood, type Receipt } from '../ill/index.ts'
import type { ILLAPDU } from '../standards/iso10161/index.ts'

/** What came and is not understood. */
export interface Refusal {
  /** Undefined where the octets are none. */
  readonly apdu: ILLAPDU | undefined
  /** What came; of octets that could not be cut into APDUs nothing. */
  readonly bytes: Uint8Array
  readonly receipt: Extract<Receipt, { readonly kind: 'refused' }>
}

/** A refusal in the words that all protocols share. `symbols` are ours, the one we use ourselves first. */
export function notUnderstood({ apdu, bytes, receipt }: Refusal, symbols: readonly string[]): NotUnderstood {
  const { from = 'requester', requestId = '' } = apdu ? iso10161.headingOf(apdu, symbols) : {}
  return {
    ...{ over: 'iso10161', from, requestId, why: receipt.why, what: receipt.what },
    type: apdu ? iso10161.serviceOf(apdu) : 'unknown',
    key: createHash('sha256').update(bytes).digest('base64url'),
  }
}
