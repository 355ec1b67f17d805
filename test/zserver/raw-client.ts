import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type Apdu, apduSplitter, decodeApdu, encodeApdu } from '../../src/standards/z3950/index.ts'

/** A client over a plain socket that may do whatever it likes. */
export class RawClient {
  readonly socket: Socket
  readonly #splitter = apduSplitter()
  readonly #received: Apdu[] = []
  #gone = false
  #wake: () => void = () => {}

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    this.socket.on('data', (chunk) => {
      for (const pdu of this.#splitter.push(chunk)) this.#received.push(decodeApdu(pdu))
      this.#wake()
    })
    const gone = () => {
      this.#gone = true
      this.#wake()
    }
    this.socket.on('end', gone).on('close', gone).on('error', gone)
  }

  send(...parts: readonly (Apdu | Uint8Array)[]): this {
    this.socket.write(Buffer.concat(parts.map((part) => (part instanceof Uint8Array ? part : encodeApdu(part)))))
    return this
  }

  /** The next APDU; undefined when the server has ended the connection instead. */
  async next(): Promise<Apdu | undefined> {
    while (this.#received.length === 0 && !this.#gone)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    return this.#received.shift()
  }

  async ask(...parts: readonly (Apdu | Uint8Array)[]): Promise<Apdu | undefined> {
    return this.send(...parts).next()
  }

  /** What comes until the server has ended the connection: reasons of Close, types of other APDUs. */
  async rest(): Promise<string[]> {
    const said: string[] = []
    for (let apdu = await this.next(); apdu; apdu = await this.next())
      said.push(apdu.type === 'close' ? `close ${apdu.value.closeReason}` : apdu.type)
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
