import { type Carried, type Carrier, type IllMessage, iso10161, type Partner } from '../ill/index.ts'
import type { Reach } from '../kit/http/index.ts'
import type { Clock, Log } from '../kit/index.ts'
import { dumpILLAPDU, encodeILLAPDU, type ILLAPDU } from '../standards/iso10161/index.ts'
import { callIllSystem, type IllOutcome } from './call.ts'
import type { Refusal } from './refusal.ts'

export interface CarrierOptions {
  readonly symbols: readonly string[]
  readonly reach: Reach
  /** Milliseconds a system has for its answer. */
  readonly timeout: number
  /** See `IllCall`. */
  readonly grace?: number
  readonly clock: Clock
  readonly log: Log
  /** Takes in what a system says at once instead of a report, such as the answer to a request. */
  readonly receive: (partner: Partner, message: IllMessage, raw: string) => Promise<unknown>
  /** Keeps that it is not understood; never fails. */
  readonly refuse: (partner: Partner, refusal: Refusal) => Promise<unknown>
}

/** Brings messages to systems that speak ISO 10161: an association for each. */
export function iso10161Carrier(options: CarrierOptions): Carrier {
  const { reach, timeout, grace, clock } = options
  return {
    async carry(partner, message, signal) {
      if (!URL.canParse(partner.endpoint)) return { kind: 'hopeless', detail: 'it has no address to call' }
      const url = new URL(partner.endpoint)
      if (url.protocol !== 'tcp:') return { kind: 'hopeless', detail: 'its address does not begin with tcp://' }
      const apdu = iso10161.toIso10161(message, new Date(clock.now()))
      const outcome = await callIllSystem({ url, apdu, reach, timeout, ...(grace !== undefined && { grace }), signal })
      return outcome.kind === 'answered' ? await heard(options, partner, outcome.apdu) : carried(outcome, message)
    },
  }
}

function carried(outcome: Exclude<IllOutcome, { readonly kind: 'answered' }>, message: IllMessage): Carried {
  switch (outcome.kind) {
    case 'silent':
      // No word against it, and an orderly end, are the protocol's yes. A request is answered as a rule, and who is well
      // ends after us: without that it is said once more. Systems that never do otherwise have their way then.
      if (message.envelope.repeat || (outcome.ended && message.message.type !== 'request'))
        return { kind: 'answered', receipt: { kind: 'ok' } }
      return { kind: 'again', detail: 'it has not shown that it took it', arrived: true, nobody: false }
    case 'broken':
      return { kind: 'again', detail: outcome.detail, arrived: true, nobody: false }
    case 'unreached':
      return { kind: 'again', detail: outcome.detail, arrived: false, nobody: true }
    case 'refused':
      return { kind: 'hopeless', detail: outcome.detail }
  }
}

async function heard(
  { symbols, receive, refuse, log }: CarrierOptions,
  partner: Partner,
  apdu: ILLAPDU,
): Promise<Carried> {
  if (apdu.type === 'statusOrErrorReport' && (apdu.value.errorReport || apdu.value.statusReport)) {
    if (iso10161.isForLater(apdu.value))
      return { kind: 'again', detail: apdu.value.note ?? 'not now', arrived: false, nobody: false }
    return { kind: 'answered', receipt: iso10161.receiptOf(apdu.value) }
  }
  const read = iso10161.fromIso10161(apdu, symbols)
  const bytes = encodeILLAPDU(apdu)
  if (read.kind === 'understood') await receive(partner, read.message, dumpILLAPDU(bytes))
  else {
    log.warn({ partner: partner.name, apdu: apdu.type, why: read.receipt.text }, 'an answer is not understood')
    // The message it answers was delivered, and is not sent again for a note that could not be kept.
    await refuse(partner, { apdu, bytes, receipt: read.receipt })
  }
  return { kind: 'answered', receipt: { kind: 'ok' } }
}
