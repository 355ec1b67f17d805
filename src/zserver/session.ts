import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { type Apdu, type ApduOf, decodeApdu, encodeApdu } from '../standards/z3950/index.ts'
import type { CloseReason, Conversation } from './connection.ts'
import type { Credentials } from './credentials.ts'
import type { Database } from './database.ts'
import { condition, refuse } from './diagnostics.ts'
import type { ServerLimits } from './limits.ts'
import { deleteResultSets } from './services/delete.ts'
import { type Agreement, initialize } from './services/initialize.ts'
import { present } from './services/present.ts'
import { scan } from './services/scan.ts'
import { search } from './services/search.ts'
import { sort } from './services/sort.ts'
import type { SessionSet } from './session-set.ts'

/** What is served, to whom, and how. */
export interface ServerSettings {
  readonly databases: readonly Database[]
  /** Says who answers, in the initialize response. */
  readonly name: string
  readonly version?: string
  /** Who may come in; everybody, if not given. */
  readonly credentials?: readonly Credentials[]
  /** Milliseconds each search, present, scan and sort takes at least: a slow library for demonstrations. */
  readonly delay?: number
  readonly limits: ServerLimits
  readonly log: Log
}

type Service<Type extends Apdu['type']> = (session: Session, request: ApduOf<Type>) => Apdu | Promise<Apdu>

/** The services offered. Every other APDU ends the association. */
const services: { readonly [Type in Apdu['type']]?: Service<Type> } = {
  searchRequest: search,
  presentRequest: present,
  scanRequest: scan,
  sortRequest: sort,
  deleteResultSetRequest: deleteResultSets,
}

/** One association as the protocol sees it: what was negotiated, and the result sets made. */
export class Session implements Conversation {
  readonly settings: ServerSettings
  readonly sets = new Map<string, SessionSet>()
  /** Negotiated by initialize; undefined before it. */
  agreed: Agreement | undefined
  readonly #ended = new AbortController()

  constructor(settings: ServerSettings) {
    this.settings = settings
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
      this.settings.log.error({ err: cause, request: request.type }, 'a request could not be answered')
      return this.#leave('systemProblem', 'the request could not be answered', referenceOf(request))
    }
  }

  farewell(reason: CloseReason, text: string): Uint8Array {
    return encodeApdu({ type: 'close', value: { closeReason: reason, diagnosticInformation: text } })
  }

  end(): void {
    this.#ended.abort()
    this.sets.clear()
  }

  /** The database of a name; `Default` is the first one. */
  database(name: string): Database {
    const { databases } = this.settings
    const wanted = name.toLowerCase()
    const found = databases.find((database) => database.name.toLowerCase() === wanted)
    return found ?? (wanted === 'default' ? databases[0] : undefined) ?? refuse(condition.noSuchDatabase, name)
  }

  set(name: string): SessionSet {
    return this.sets.get(name) ?? refuse(condition.noSuchResultSet, name)
  }

  /** Whether a result set may be made under this name; refuses it otherwise. */
  checkName(name: string): void {
    if (name !== 'default' && !this.agreed?.namedSets) refuse(condition.namedSets, name)
    if (name.length > 255) refuse(condition.illegalSetName)
    if (!this.sets.has(name) && this.sets.size >= this.settings.limits.resultSets) refuse(condition.tooManyResultSets)
  }

  async #serve(request: Apdu): Promise<{ reply?: Uint8Array; end?: boolean }> {
    const { type, value } = request
    if (type === 'close') return this.#leave('finished', undefined, value.referenceId)
    if (type === 'initRequest') {
      if (this.agreed) return this.#leave('protocolError', 'already initialized', value.referenceId)
      const { response, agreed } = initialize(this.settings, value)
      this.agreed = agreed
      return { reply: encodeApdu(response), end: agreed === undefined }
    }
    if (!this.agreed) return this.#leave('protocolError', 'initRequest expected', referenceOf(request))
    const service = services[type] as Service<typeof type> | undefined
    if (!service) return this.#leave('protocolError', `${type} is not supported`, referenceOf(request))
    if (this.settings.delay) await wait(this.settings.delay, undefined, { signal: this.#ended.signal })
    return { reply: encodeApdu(await service(this, value as never)) }
  }

  #leave(closeReason: CloseReason | 'finished', text?: string, referenceId?: Uint8Array) {
    return {
      reply: encodeApdu({ type: 'close', value: { referenceId, closeReason, diagnosticInformation: text } }),
      end: true,
    }
  }
}

const referenceOf = (request: Apdu) => request.value.referenceId
