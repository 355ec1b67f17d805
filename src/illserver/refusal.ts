import { createHash } from 'node:crypto'
import { iso10161, type NotUnderstood, type Partner, type Receipt } from '../ill/index.ts'
import type { Database } from '../kit/db/index.ts'
import { audit } from '../kit/index.ts'
import type { ILLAPDU } from '../standards/iso10161/index.ts'

/** What came and is not understood. */
export interface Refusal {
  /** Undefined where the octets are none. */
  readonly apdu: ILLAPDU | undefined
  readonly bytes: Uint8Array
  readonly receipt: Extract<Receipt, { readonly kind: 'refused' }>
}

export interface NotingOptions {
  readonly database: Database
  /** Our symbols, the one we use ourselves first. */
  readonly symbols: readonly string[]
  /** Shows staff what it is about, if that is something of ours: gives whether it is. */
  readonly show: (partner: Partner, what: NotUnderstood) => Promise<boolean>
}

/** Keeps, without a value of it, that a library said what is not understood: where it belongs, or else in the audit. */
export async function noteRefusal(
  { database, symbols, show }: NotingOptions,
  partner: Partner,
  { apdu, bytes, receipt }: Refusal,
): Promise<void> {
  const { from = 'requester', requestId = '' } = apdu ? iso10161.headingOf(apdu, symbols) : {}
  const type = apdu ? iso10161.serviceOf(apdu) : 'unknown'
  const key = createHash('sha256').update(bytes).digest('base64url')
  const what = [...new Set([type, receipt.what])].join(', ').slice(0, 200)
  if (requestId !== '' && (await show(partner, { from, requestId, what, key }))) return
  await audit(database.db, {
    actor: { name: partner.name, via: 'api' },
    action: 'exchange.refuse',
    subject: { kind: 'lender', id: partner.id },
    detail: { type, transaction: requestId.slice(0, 60), why: receipt.why, what: receipt.what },
  })
}
