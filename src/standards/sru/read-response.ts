import { childrenOf, elementXml, type Taker, type XmlElement, XmlStream } from '../xml/index.ts'

/** A diagnostic as a server sent it. */
export interface SruSaid {
  /** `info:srw/diagnostic/1/16`, or another set's. */
  readonly uri: string
  readonly details: string
  readonly message: string
}

/** A record of an answer, or what came in its place. Positions are the server's own, where it tells them. */
export type SruCame = { readonly position: number | undefined } & (
  | { readonly schema: string; readonly xml: string }
  | { readonly diagnostic: SruSaid }
)

export interface SruFound {
  /** As the server says; undefined where it does not. */
  readonly hits: number | undefined
  /** The number is a guess, or the least there are: `resultCountPrecision` of SRU 2.0. */
  readonly inexact: boolean
  readonly records: readonly SruCame[]
  readonly diagnostics: readonly SruSaid[]
}

export interface SruScanned {
  readonly terms: readonly { readonly value: string; readonly display?: string; readonly hits?: number }[]
  readonly diagnostics: readonly SruSaid[]
}

/** What an explain record says that a client can use. ZeeRex 2.0 */
export interface SruExplained {
  readonly title: string | undefined
  /** `set.name`, with the set's short name as the server calls it. */
  readonly indexes: readonly string[]
  readonly schemas: readonly { readonly name: string; readonly identifier: string }[]
  readonly diagnostics: readonly SruSaid[]
}

/** An answer that is not what was asked for. */
export interface SruUnread {
  readonly wrong: string
  /** It is not even XML: what it begins with is for whoever looks. */
  readonly notXml: boolean
}

/** Elements there are of a MARC record of 10,000 subfields, a hundred times; depth is that of a record in its wrappings. */
const limits = { depth: 64, elements: 1_000_000, attributes: 200, name: 1000, text: 8 * 1024 * 1024 }

/** Octets by which a web page is known. */
const enough = 64

/** Reads an answer of SRU 1.1, 1.2 or 2.0 while it comes. A namespace that a server got wrong is forgiven. */
export class SruReader {
  readonly #stream: XmlStream
  readonly #records: SruCame[] = []
  #beginning = ''

  /** @param most bytes the answer may have */
  constructor(most: number) {
    const taker: Taker = {
      isTaken: ({ name }, depth) => depth === 3 && name === 'record',
      take: (record) => this.#records.push(recordOf(record)),
    }
    this.#stream = new XmlStream({ ...limits, bytes: most }, taker)
  }

  /** Takes the next bytes; false once there is no use in more. */
  write(bytes: Uint8Array): boolean {
    if (this.#beginning.length < enough)
      this.#beginning += Buffer.from(bytes.subarray(0, enough - this.#beginning.length)).toString('latin1')
    return this.#stream.write(bytes)
  }

  /** The answer to a search, once it is whole. */
  found(): SruFound | SruUnread {
    const root = this.#root('searchRetrieveResponse')
    if ('wrong' in root) return root
    const hits = /^\s*(\d{1,15})\s*$/.exec(textOf(root, 'numberOfRecords') ?? '')?.[1]
    return {
      hits: hits === undefined ? undefined : Number(hits),
      inexact: /\/(?:approximate|estimate|minimum|unknown)$/.test(textOf(root, 'resultCountPrecision') ?? ''),
      records: this.#records,
      diagnostics: diagnosticsIn(root),
    }
  }

  /** The answer to a scan, once it is whole. */
  scanned(): SruScanned | SruUnread {
    const root = this.#root('scanResponse')
    if ('wrong' in root) return root
    const terms = childrenOf(root, 'terms').flatMap((list) => childrenOf(list, 'term'))
    return {
      terms: terms.flatMap((term) => {
        const [value, display, hits] = ['value', 'displayTerm', 'numberOfRecords'].map((name) => textOf(term, name))
        if (value === undefined) return []
        return [{ value, ...(display && { display }), ...(hits && /^\d+$/.test(hits) && { hits: Number(hits) }) }]
      }),
      diagnostics: diagnosticsIn(root),
    }
  }

  /** The answer to explain, once it is whole. */
  explained(): SruExplained | SruUnread {
    const root = this.#root('explainResponse')
    if ('wrong' in root) return root
    const record = child(child(child(root, 'record'), 'recordData'), 'explain')
    const indexes = childrenOf(child(record, 'indexInfo'), 'index')
    const names = indexes.flatMap((index) => childrenOf(index, 'map')).flatMap((map) => childrenOf(map, 'name'))
    return {
      title: textOf(child(record, 'databaseInfo'), 'title'),
      indexes: names.map((name) => [name.attributes.get('set'), name.text.trim()].filter(Boolean).join('.')),
      schemas: childrenOf(child(record, 'schemaInfo'), 'schema').map(({ attributes }) => ({
        name: attributes.get('name') ?? '',
        identifier: attributes.get('identifier') ?? '',
      })),
      diagnostics: diagnosticsIn(root),
    }
  }

  #root(name: string): XmlElement | SruUnread {
    const read = this.#stream.end()
    // Most web pages are no XML.
    const page = /^\s*<(?:!doctype\s+)?html\b/i.test(this.#beginning) || (read.ok && /^html$/i.test(read.root.name))
    if (page) return { wrong: 'a web page', notXml: true }
    if (!read.ok) return { wrong: read.detail, notXml: read.root === undefined }
    return read.root.name === name ? read.root : { wrong: `it answered with ${read.root.name}`, notXml: false }
  }
}

function recordOf(record: XmlElement): SruCame {
  const data = child(record, 'recordData')
  const [inside] = data.children
  const position = Number(textOf(record, 'recordPosition') ?? Number.NaN)
  const place = { position: Number.isSafeInteger(position) ? position : undefined }
  if (inside?.name === 'diagnostic') return { ...place, diagnostic: diagnosticOf(inside) }
  const xml = inside ? elementXml(inside).xml : data.text.trim()
  return { ...place, schema: textOf(record, 'recordSchema') ?? '', xml }
}

const nothing: XmlElement = { namespace: '', name: '', attributes: new Map(), children: [], text: '', line: 0 }

const child = (parent: XmlElement, name: string): XmlElement => childrenOf(parent, name)[0] ?? nothing

const textOf = (parent: XmlElement, name: string): string | undefined => childrenOf(parent, name)[0]?.text.trim()

const diagnosticsIn = (root: XmlElement): SruSaid[] =>
  childrenOf(root, 'diagnostics')
    .flatMap((list) => childrenOf(list, 'diagnostic'))
    .map(diagnosticOf)

const diagnosticOf = (said: XmlElement): SruSaid => ({
  uri: textOf(said, 'uri') ?? '',
  details: textOf(said, 'details') ?? '',
  message: textOf(said, 'message') ?? '',
})
