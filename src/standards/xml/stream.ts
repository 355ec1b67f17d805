import { longestDeclaration, xmlDecoder } from './decode.ts'
import { faultOf, type XmlRead } from './read.ts'
import { Stop, type Taker, Tree, type XmlLimits } from './tree.ts'

/** Reads a document while it comes, within the limits that `readXml` has; what `taker` takes is not kept. */
export class XmlStream {
  readonly #limits: XmlLimits
  readonly #tree: Tree
  #decoder: TextDecoder | undefined
  /** What came before it was known how it is written. */
  #beginning = new Uint8Array()
  #bytes = 0
  #failed: Extract<XmlRead, { ok: false }> | undefined

  constructor(limits: XmlLimits, taker: Taker) {
    this.#limits = limits
    this.#tree = new Tree(limits, taker)
  }

  /** Takes the next bytes. False once there is no use in more: `end` says why. Never throws. */
  write(bytes: Uint8Array): boolean {
    this.#bytes += bytes.length
    return this.#try(() => {
      if (this.#bytes > this.#limits.bytes) throw new Stop('too-large', `more than ${this.#limits.bytes} bytes`)
      if (this.#decoder) return this.#tree.write(this.#decode(bytes))
      this.#beginning = Buffer.concat([this.#beginning, bytes])
      if (this.#beginning.length >= longestDeclaration) this.#begin()
    })
  }

  /** What the document was, once all of it has come: without what was taken. */
  end(): XmlRead {
    this.#try(() => {
      if (!this.#decoder) this.#begin()
      this.#tree.write(this.#decode())
      this.#tree.close()
    })
    return this.#failed ?? { ok: true, root: this.#tree.root! }
  }

  #begin(): void {
    this.#decoder = xmlDecoder(this.#beginning) ?? notDecodable()
    this.#tree.write(this.#decode(this.#beginning))
    this.#beginning = new Uint8Array()
  }

  #decode(bytes?: Uint8Array): string {
    try {
      return bytes ? this.#decoder!.decode(bytes, { stream: true }) : this.#decoder!.decode()
    } catch (error) {
      if (error instanceof TypeError) return notDecodable()
      throw error
    }
  }

  #try(work: () => void): boolean {
    if (this.#failed) return false
    try {
      work()
      return true
    } catch (error) {
      this.#failed = { ok: false, ...faultOf(error), root: this.#tree.root }
      return false
    }
  }
}

function notDecodable(): never {
  throw new Stop('encoding', 'neither UTF-8 nor what it says it is')
}
