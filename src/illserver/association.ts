import { type IllMessage, iso10161, type Receipt } from '../ill/index.ts'
import type { Clock, Log } from '../kit/index.ts'
import type { CloseReason, Conversation } from '../kit/tcp/index.ts'
import { dumpILLAPDU, encodeILLAPDU, type ILLAPDU } from '../standards/iso10161/index.ts'
import type { Refusal } from './refusal.ts'

/** Where a message came from. */
export interface Origin {
  /** The address of the socket. */
  readonly address: string
  /** The APDU as people read it; undefined where nobody is to keep that. */
  readonly raw: string | undefined
}

/** Takes a message in, durably, before it answers. What it rejects with is a fault of ours: the sender may try again. */
export type ReceiveMessage = (message: IllMessage, from: Origin) => Promise<Receipt>

/** Keeps, durably, that something is not understood. */
export type NoteRefusal = (refusal: Refusal, address: string) => Promise<void>

export interface AssociationOptions {
  /** Our symbols, the one we use ourselves first. */
  readonly symbols: readonly string[]
  readonly receive: ReceiveMessage
  readonly refuse?: NoteRefusal | undefined
  readonly clock: Clock
  readonly log: Log
  readonly address: string
  /** Whether one more APDU may be taken of this address now. */
  readonly admit: () => Promise<boolean>
}

/** One association: reads each APDU, hands over what it says, and answers where the protocol has an answer. */
export class Association implements Conversation {
  /** What was taken in cannot be taken back, so its sender is told. */
  readonly finishes = true
  readonly tellsOfCut = true
  readonly #options: AssociationOptions
  #noted = Promise.resolve()

  constructor(options: AssociationOptions) {
    this.#options = options
  }

  async answer(bytes: Buffer): Promise<{ reply?: Uint8Array; end?: boolean }> {
    const { symbols, receive, address, log, admit } = this.#options
    const read = iso10161.readIso10161(bytes, symbols)
    const { apdu } = read
    if (!(await admit())) return said(this.#later('Too many messages: try again in a minute.', apdu))
    if (read.kind === 'refused') {
      log.info({ apdu: apdu?.type, why: read.receipt.why, what: read.receipt.what }, 'an APDU was refused')
      const { receipt } = read
      await this.#note({ apdu, bytes, receipt })
      // Behind octets that are no APDU, none is to be looked for.
      return { ...said(this.#report(receipt, apdu)), ...(apdu === undefined && { end: true }) }
    }
    try {
      const raw = apdu && !iso10161.isPrivate(apdu) ? dumpILLAPDU(bytes) : undefined
      const receipt = await receive(read.message, { address, raw })
      return said(this.#report(receipt, apdu))
    } catch (err) {
      log.error({ err, apdu: apdu?.type }, 'an APDU could not be taken in')
      return { ...said(this.#later('It could not be stored: try again later.', apdu)), end: true }
    }
  }

  farewell(reason: CloseReason, text: string): Uint8Array {
    if (reason !== 'protocolError') {
      // What may be on its way to us now is not taken in, and an end without a word would say that it was.
      return encodeILLAPDU(this.#later(text, undefined))
    }
    const receipt = { kind: 'refused', why: 'malformed', what: 'APDU', text } as const
    this.#noted = this.#note({ apdu: undefined, bytes: new Uint8Array(), receipt })
    return encodeILLAPDU(this.#report(receipt, undefined)!)
  }

  end(): Promise<void> {
    return this.#noted
  }

  /** What its sender is told does not hang on that. */
  async #note(refusal: Refusal): Promise<void> {
    const { refuse, address, log } = this.#options
    try {
      await refuse?.(refusal, address)
    } catch (err) {
      log.error({ err, apdu: refusal.apdu?.type }, 'it could not be noted that an APDU was refused')
    }
  }

  #report(receipt: Receipt, apdu: ILLAPDU | undefined): ILLAPDU | undefined {
    return iso10161.reportOf(receipt, { apdu, own: this.#options.symbols[0] ?? '', at: this.#now() })
  }

  #later = (text: string, apdu: ILLAPDU | undefined): ILLAPDU => iso10161.laterReport(text, { apdu, at: this.#now() })

  #now = () => new Date(this.#options.clock.now())
}

const said = (report: ILLAPDU | undefined) => (report ? { reply: encodeILLAPDU(report) } : {})
