import { SaxesParser, type SaxesTagNS } from 'saxes'

/** An element as it was read. `text` is all text directly inside it, `attributes` go by local name. */
export interface XmlElement {
  readonly namespace: string
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  readonly text: string
  /** Of its start tag’s end, from 1. */
  readonly line: number
}

/** What a document from a stranger may take. Depth 1 is the root alone; text counts characters within one element. */
export interface XmlLimits {
  readonly bytes: number
  readonly depth: number
  readonly elements: number
  readonly attributes: number
  readonly name: number
  readonly text: number
}

/** Why a document was not read to its end. */
export type XmlFault = 'too-large' | 'encoding' | 'doctype' | 'too-deep' | 'too-many' | 'too-long' | 'malformed'

type Growing = { -readonly [K in keyof XmlElement]: XmlElement[K] } & { children: XmlElement[] }

/** Takes elements out of a document as they end. */
export interface Taker {
  /** Depth 1 is the root. */
  isTaken(element: XmlElement, depth: number): boolean
  take(element: XmlElement): void
}

/** Ends the parsing of a document. */
export class Stop extends Error {
  readonly fault: XmlFault

  constructor(fault: XmlFault, detail: string) {
    super(detail)
    this.fault = fault
  }
}

/** Namespace of the attributes that declare namespaces. */
const declarations = 'http://www.w3.org/2000/xmlns/'
/** Fed in pieces, so that a limit ends the work soon after it was passed. */
const piece = 4096

/** Complaints of saxes are plain errors that begin with a line and a column. */
export const isOfParser = (error: unknown): boolean => error instanceof Error && /^\d+:\d+: /.test(error.message)

/**
 * The elements of a document, as its text comes. What `isTaken` says yes to is given to `take` when it ends, and kept no
 * longer: so a long document may be read that would not fit.
 */
export class Tree {
  root: Growing | undefined
  readonly #limits: XmlLimits
  readonly #taker: Taker | undefined
  readonly #parser: SaxesParser<{ xmlns: true }>
  readonly #open: Growing[] = []
  #elements = 0
  #attributes = 0

  constructor(limits: XmlLimits, taker?: Taker) {
    this.#limits = limits
    this.#taker = taker
    const xml = new SaxesParser({ xmlns: true, position: true, forceXMLVersion: true, defaultXMLVersion: '1.0' })
    // Six handlers: with a seventh V8 keeps the parser's fields in a dictionary, and it takes four times as long. Without
    // one for errors it throws them.
    xml.on('doctype', () => {
      throw new Stop('doctype', 'it declares a document type')
    })
    xml.on('attribute', ({ name }) => this.#attribute(name))
    xml.on('opentag', (tag) => this.#begin(tag))
    xml.on('closetag', () => this.#end())
    xml.on('text', (content) => this.#text(content))
    xml.on('cdata', (content) => this.#text(content))
    this.#parser = xml
  }

  /** @throws Stop at a limit; what the parser complains of */
  write(text: string): void {
    for (let at = 0; at < text.length; at += piece) this.#parser.write(text.slice(at, at + piece))
  }

  /** The document is over. @throws as `write` */
  close(): void {
    this.#parser.close()
  }

  #attribute(name: string): void {
    this.#attributes += 1
    if (this.#attributes > this.#limits.attributes)
      throw new Stop('too-many', `more than ${this.#limits.attributes} attributes of one element`)
    this.#name(name)
  }

  #name(name: string): void {
    if (name.length > this.#limits.name)
      throw new Stop('too-long', `a name of more than ${this.#limits.name} characters`)
  }

  #begin(tag: SaxesTagNS): void {
    this.#elements += 1
    this.#name(tag.name)
    if (this.#elements > this.#limits.elements)
      throw new Stop('too-many', `more than ${this.#limits.elements} elements`)
    if (this.#open.length >= this.#limits.depth) throw new Stop('too-deep', `more than ${this.#limits.depth} levels`)
    this.#attributes = 0
    const attributes = new Map(
      Object.values(tag.attributes)
        .filter(({ uri }) => uri !== declarations)
        .map(({ local, value }) => [local, value]),
    )
    const element: Growing = {
      namespace: tag.uri,
      name: tag.local,
      attributes,
      children: [],
      text: '',
      line: this.#parser.line,
    }
    const parent = this.#open.at(-1)
    if (parent) parent.children.push(element)
    else this.root = element
    this.#open.push(element)
  }

  #end(): void {
    const element = this.#open.pop()!
    const parent = this.#open.at(-1)
    if (!parent || !this.#taker?.isTaken(element, this.#open.length + 1)) return
    parent.children.pop()
    this.#taker.take(element)
  }

  #text(content: string): void {
    const element = this.#open.at(-1)
    if (element === undefined) return
    element.text += content
    if (element.text.length > this.#limits.text)
      throw new Stop('too-long', `more than ${this.#limits.text} characters in ${element.name}`)
  }
}
