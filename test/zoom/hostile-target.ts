import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Apdu,
  apduSplitter,
  decodeApdu,
  encodeApdu,
  type InitializeResponse,
  type NamePlusRecord,
  type PresentResponse,
  type SearchResponse,
} from '../../src/standards/z3950/index.ts'

type Request<T extends Apdu['type']> = Extract<Apdu, { readonly type: T }>['value']

/** Thrown inside a script when the client has gone: the script just ends. */
class Gone extends Error {}

/** One connection as the script of a target sees it. */
export class Conversation {
  readonly socket: Socket
  readonly #splitter = apduSplitter()
  readonly #requests: Apdu[] = []
  #wake: (() => void) | undefined
  #gone = false

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk) => {
      this.#requests.push(...this.#splitter.push(chunk).map((pdu) => decodeApdu(pdu)))
      this.#wake?.()
    })
    socket.on('error', () => undefined)
    for (const end of ['end', 'close'])
      socket.on(end, () => {
        this.#gone = true
        this.#wake?.()
      })
  }

  /** The next request, whatever it is. */
  async next(): Promise<Apdu> {
    for (;;) {
      const request = this.#requests.shift()
      if (request) return request
      if (this.#gone) throw new Gone()
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  /** The next request, which must be of this type. */
  async expect<T extends Apdu['type']>(type: T): Promise<Request<T>> {
    const request = await this.next()
    if (request.type !== type) throw new Error(`expected ${type}, found ${request.type}`)
    return request.value as Request<T>
  }

  send(...apdus: Apdu[]): void {
    this.sendOctets(Buffer.concat(apdus.map((apdu) => encodeApdu(apdu))))
  }

  sendOctets(octets: Uint8Array | string): void {
    if (!this.socket.destroyed) this.socket.write(octets)
  }

  /** Sends one octet after the other, in a packet each. */
  async drip(octets: Uint8Array, pause?: number): Promise<void> {
    for (const octet of octets) {
      if (this.#gone || this.socket.destroyed) throw new Gone()
      this.sendOctets(Uint8Array.of(octet))
      await (pause === undefined ? new Promise(setImmediate) : sleep(pause))
    }
  }

  /** Answers Init as a well-behaved target of version 3 does, but for some changes. */
  async init(changes: Partial<InitializeResponse> = {}): Promise<Request<'initRequest'>> {
    const request = await this.expect('initRequest')
    this.send(initResponse(request, changes))
    return request
  }

  /** Waits for the client's Close and answers it. */
  async farewell(): Promise<void> {
    await this.expect('close')
    this.goodbye()
  }

  goodbye(): void {
    this.send(close('finished'))
    this.socket.end()
  }

  /** Answers a search. */
  async search(hits: number, changes: Partial<SearchResponse> = {}): Promise<Request<'searchRequest'>> {
    const request = await this.expect('searchRequest')
    this.send(searchResponse(request, hits, changes))
    return request
  }

  /** Answers a Present with records numbered by position, all that are asked for or so many. */
  async present(most = Number.POSITIVE_INFINITY): Promise<Request<'presentRequest'>> {
    const request = await this.expect('presentRequest')
    const { resultSetStartPoint, numberOfRecordsRequested } = request
    this.send(presentResponse(request, recordsFrom(resultSetStartPoint, Math.min(most, numberOfRecordsRequested))))
    return request
  }
}

export type Script = (conversation: Conversation, connection: number) => Promise<void> | void

/** A real TCP server that plays a script on every connection. */
export interface HostileTarget {
  readonly port: number
  /** Connections taken so far, and those open now. */
  readonly accepted: number
  readonly open: number
  stop(): Promise<void>
}

export async function startTarget(script: Script): Promise<HostileTarget> {
  const sockets = new Set<Socket>()
  let accepted = 0
  let fault: unknown
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // A client that ends is let go; a script that wants to go on half-open writes before.
    socket.on('end', () => socket.end())
    const play = async () => script(new Conversation(socket), ++accepted)
    play().catch((error) => {
      if (!(error instanceof Gone)) fault = error
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as { port: number }).port,
    get accepted() {
      return accepted
    },
    get open() {
      return sockets.size
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
      if (fault) throw fault
    },
  }
}

const usmarc = '1.2.840.10003.5.10'

/** Records that say which position they are. */
export function recordsFrom(start: number, count: number): NamePlusRecord[] {
  return Array.from({ length: count }, (_, n) => recordSaying(`record ${start + n}`))
}

export function recordSaying(text: string): NamePlusRecord {
  const encoding = { type: 'octetAligned' as const, value: Buffer.from(text) }
  return { name: 'Default', record: { type: 'retrievalRecord', value: { directReference: usmarc, encoding } } }
}

/** A diagnostic of Bib-1. */
export function condition(code: number, addinfo = '') {
  return {
    diagnosticSetId: '1.2.840.10003.4.1',
    condition: code,
    addinfo: { type: 'v2Addinfo' as const, value: addinfo },
  }
}

export function initResponse(
  { referenceId }: { readonly referenceId?: Uint8Array | undefined },
  changes: Partial<InitializeResponse> = {},
): Apdu {
  return {
    type: 'initResponse',
    value: {
      ...(referenceId && { referenceId }),
      protocolVersion: { version1: true, version2: true, version3: true },
      options: { search: true, present: true, scan: true, sort: true, namedResultSets: true },
      preferredMessageSize: 1_048_576,
      exceptionalRecordSize: 1_048_576,
      result: true,
      implementationName: 'Hostile',
      ...changes,
    },
  }
}

export function searchResponse(
  { referenceId }: { readonly referenceId?: Uint8Array | undefined },
  hits: number,
  changes: Partial<SearchResponse> = {},
): Apdu {
  return {
    type: 'searchResponse',
    value: {
      ...(referenceId && { referenceId }),
      resultCount: hits,
      numberOfRecordsReturned: 0,
      nextResultSetPosition: 1,
      searchStatus: true,
      ...changes,
    },
  }
}

export function presentResponse(
  { referenceId }: { readonly referenceId?: Uint8Array | undefined },
  records: readonly NamePlusRecord[],
  changes: Partial<PresentResponse> = {},
): Apdu {
  return {
    type: 'presentResponse',
    value: {
      ...(referenceId && { referenceId }),
      numberOfRecordsReturned: records.length,
      nextResultSetPosition: 1,
      presentStatus: 'success',
      records: { type: 'responseRecords', value: [...records] },
      ...changes,
    },
  }
}

/** A Present answered with a diagnostic in place of records. */
export function presentRefusal(request: Request<'presentRequest'>, code: number): Apdu {
  return presentResponse(request, [], {
    presentStatus: 'failure',
    records: { type: 'nonSurrogateDiagnostic', value: condition(code) },
  })
}

export function close(closeReason: Request<'close'>['closeReason'], diagnosticInformation?: string): Apdu {
  return { type: 'close', value: { closeReason, ...(diagnosticInformation && { diagnosticInformation }) } }
}
