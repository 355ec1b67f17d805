import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { decodeILLAPDU, encodeILLAPDU, type ILLAPDU, illAPDUSplitter } from '../../src/standards/iso10161/index.ts'

/** A system over a plain socket that may do whatever it likes. */
export class RawClient {
  readonly socket: Socket
  readonly #splitter = illAPDUSplitter()
  readonly #received: ILLAPDU[] = []
  #gone = false
  #wake: () => void = () => {}

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    this.socket.on('data', (chunk) => {
      for (const apdu of this.#splitter.push(chunk)) this.#received.push(decodeILLAPDU(apdu))
      this.#wake()
    })
    const gone = () => {
      this.#gone = true
      this.#wake()
    }
    this.socket.on('end', gone).on('close', gone).on('error', gone)
  }

  send(...parts: readonly (ILLAPDU | Uint8Array)[]): this {
    this.socket.write(Buffer.concat(parts.map((part) => (part instanceof Uint8Array ? part : encodeILLAPDU(part)))))
    return this
  }

  /** The next APDU; undefined when the server has ended the association instead. */
  async next(): Promise<ILLAPDU | undefined> {
    while (this.#received.length === 0 && !this.#gone)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    return this.#received.shift()
  }

  /** What comes until the server has ended the association: reports, in short. */
  async rest(): Promise<string[]> {
    const said: string[] = []
    for (let apdu = await this.next(); apdu; apdu = await this.next()) said.push(inShort(apdu))
    return said
  }

  /** Leaves and waits until nothing is left of the socket. */
  async leave(): Promise<void> {
    if (this.socket.closed) return
    const closed = once(this.socket, 'close')
    this.socket.destroy()
    await closed
  }
}

/** A report by its state or its error. */
export function inShort(apdu: ILLAPDU | undefined): string {
  if (apdu?.type !== 'statusOrErrorReport') return apdu?.type ?? 'nothing'
  const { statusReport, errorReport } = apdu.value
  if (statusReport) return String(statusReport.providerStatusReport)
  const error = errorReport?.userErrorReport ?? errorReport?.providerErrorReport
  const value = error?.value
  return `${error?.type} ${typeof value === 'object' ? Object.values(value).join(' ') : value}`
}
