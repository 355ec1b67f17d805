import { setTimeout as wait } from 'node:timers/promises'
import type { CloseReason, Conversation } from '../kit/tcp/index.ts'
import { Problem } from '../problems.ts'
import { type Apdu, type ApduOf, decodeApdu, encodeApdu } from '../standards/z3950/index.ts'
import type { Admission } from './search-rate.ts'
import { deleteResultSets } from './services/delete.ts'
import { initialize } from './services/initialize.ts'
import { present } from './services/present.ts'
import { scan } from './services/scan.ts'
import { search } from './services/search.ts'
import { sort } from './services/sort.ts'
import { type ServerSettings, Session } from './session.ts'

type Service<Type extends Apdu['type']> = (session: Session, request: ApduOf<Type>) => Apdu | Promise<Apdu>

/** The services offered. Every other APDU ends the association. */
const services: { readonly [Type in Apdu['type']]?: Service<Type> } = {
  searchRequest: search,
  presentRequest: present,
  scanRequest: scan,
  sortRequest: sort,
  deleteResultSetRequest: deleteResultSets,
}

/** One association: decodes each APDU, has the service it asks for answer from the session, and says when it is over. */
export class Association implements Conversation {
  readonly #session: Session
  readonly #ended = new AbortController()

  /** @param admit counts a search against the client, or refuses it */
  constructor(settings: ServerSettings, admit?: Admission) {
    this.#session = new Session(settings, admit)
  }

  async answer(bytes: Buffer): Promise<{ reply?: Uint8Array; end?: boolean }> {
    let request: Apdu
    try {
      request = decodeApdu(bytes)
    } catch (cause) {
      return this.#leave('protocolError', cause instanceof Problem ? cause.message : 'unreadable')
    }
    try {
      return await this.#serve(request)
    } catch (cause) {
      if (this.#ended.signal.aborted) return { end: true }
      this.#session.settings.log.error({ err: cause, request: request.type }, 'a request could not be answered')
      return this.#leave('systemProblem', 'the request could not be answered', referenceOf(request))
    }
  }

  farewell(reason: CloseReason, text: string): Uint8Array {
    return encodeApdu({ type: 'close', value: { closeReason: reason, diagnosticInformation: text } })
  }

  end(): void {
    this.#ended.abort()
    this.#session.sets.clear()
  }

  async #serve(request: Apdu): Promise<{ reply?: Uint8Array; end?: boolean }> {
    const { type, value } = request
    if (type === 'close') return this.#leave('finished', undefined, value.referenceId)
    if (type === 'initRequest') {
      if (this.#session.agreed) return this.#leave('protocolError', 'already initialized', value.referenceId)
      const { response, agreed } = initialize(this.#session.settings, value)
      this.#session.agreed = agreed
      return { reply: encodeApdu(response), end: agreed === undefined }
    }
    if (!this.#session.agreed) return this.#leave('protocolError', 'initRequest expected', referenceOf(request))
    const service = services[type] as Service<typeof type> | undefined
    if (!service) return this.#leave('protocolError', `${type} is not supported`, referenceOf(request))
    if (this.#session.settings.delay)
      await wait(this.#session.settings.delay, undefined, { signal: this.#ended.signal })
    return { reply: encodeApdu(await service(this.#session, value as never)) }
  }

  #leave(closeReason: CloseReason | 'finished', text?: string, referenceId?: Uint8Array) {
    return {
      reply: encodeApdu({ type: 'close', value: { referenceId, closeReason, diagnosticInformation: text } }),
      end: true,
    }
  }
}

const referenceOf = (request: Apdu) => request.value.referenceId
