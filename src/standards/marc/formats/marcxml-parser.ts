import { SaxesParser, type SaxesTagNS } from 'saxes'
import type { Decoded, DiagnosticCode, Rejected } from '../types.ts'
import { ByteWindow } from './byte-window.ts'
import { largestTextRecord, reject } from './draft.ts'
import { MarcxmlRecord } from './marcxml-record.ts'
import { TextOffsets } from './text-offsets.ts'
import { marcxmlNamespace } from './write-marcxml.ts'
import { beginning } from './xml-prolog.ts'
import type { TextPiece, XmlText } from './xml-text.ts'

/** MARC 21 slim, MarcXchange (ISO 25577) in both versions, and none. */
const namespaces = new Set([marcxmlNamespace, 'info:lc/xmlns/marcxchange-v1', 'info:lc/xmlns/marcxchange-v2', ''])

const deepest = 32
/** It is looked at again with every chunk, so it must be short. */
const longestProlog = 16 * 1024

/** What saxes reports and reads on behind: common in the field, and nothing of the record is lost. */
const repairable =
  /disallowed character\.|undefined entity|malformed character entity|only one root|unbound namespace|\]\]>|XML declaration|expected (?:one of|the name)/

/** Ends the parsing of a text that cannot be read further. */
class Stop extends Error {
  readonly diagnostic: DiagnosticCode

  constructor(diagnostic: DiagnosticCode, detail: string) {
    super(detail)
    this.diagnostic = diagnostic
  }
}

/** Finds the MARC records in XML. What is open goes into a `MarcxmlRecord`; finished records wait in a queue. */
export class MarcxmlParser {
  readonly #text: XmlText
  readonly #xml = new SaxesParser({ xmlns: true, position: true, forceXMLVersion: true, defaultXMLVersion: '1.0' })
  readonly #window = new ByteWindow()
  readonly #offsets: TextOffsets
  /** The text before the root element, until it is known that no document type is declared there. */
  #prolog: TextPiece[] | undefined = []
  #found: (Decoded | Rejected)[] = []
  #ordinal = 0
  #depth = 0
  #stopped = false
  #record: MarcxmlRecord | undefined
  /** Depth of the record's own element. */
  #recordDepth = 0
  /** Character behind the last event: there the next tag begins, and what came since the XML parser holds. */
  #lastEvent = 0
  /** The first fault since the last record: the next one tells of it. */
  #earlier: { readonly offset: number; readonly fault: string } | undefined

  constructor(text: XmlText) {
    this.#text = text
    this.#offsets = new TextOffsets((part) => text.size(part))
    const xml = this.#xml
    // Six handlers: with a seventh V8 keeps the parser's fields in a dictionary, and it takes four times as long.
    xml.on('error', (error) => this.#onError(error.message))
    xml.on('opentag', (tag) => this.#onOpen(tag))
    xml.on('closetag', () => this.#onClose())
    xml.on('text', (text) => {
      // The text has ended when the `<` behind it was read.
      this.#lastEvent = Math.max(this.#lastEvent, this.#xml.position - 1)
      this.#record?.text(text, this.#here)
    })
    xml.on('cdata', (text) => {
      this.#mark()
      this.#record?.text(text, this.#here)
    })
    xml.on('comment', () => {
      // It comes when all but the `>` was read.
      this.#lastEvent = this.#xml.position + 1
    })
  }

  /** Whether nothing more is read. */
  get stopped(): boolean {
    return this.#stopped
  }

  /** The records found since the last call. */
  take(): (Decoded | Rejected)[] {
    const found = this.#found
    this.#found = []
    return found
  }

  push(bytes: Uint8Array, last = false): void {
    if (this.#stopped) return
    this.#window.push(bytes)
    const pieces = this.#text.push(bytes, last)
    this.#attempt(() => {
      if ('unknown' in pieces) throw new Stop('xml-encoding-unknown', pieces.unknown)
      for (const piece of pieces) this.#parse(piece)
    })
  }

  #parse(piece: TextPiece): void {
    if (this.#prolog !== undefined) {
      this.#prolog.push(piece)
      const begins = beginning(this.#prolog.map(({ text }) => text).join(''))
      if (begins.what === 'doctype') throw new Stop('xml-doctype', '')
      if (begins.what === 'undecided' && piece.end > longestProlog)
        throw new Stop('record-over-limit', 'what stands before the root element')
      if (begins.what === 'undecided') return
      this.#lastEvent = begins.at
      const held = this.#prolog
      this.#prolog = undefined
      for (const each of held) this.#parse(each)
      return
    }
    this.#offsets.begin(piece)
    this.#xml.write(piece.text)
    this.#checkSize()
  }

  /** What the parser holds must stay small: an open record, or a token outside of one. */
  #checkSize(): void {
    const { end } = this.#offsets
    const token = this.#offsets.at(this.#lastEvent)
    if (end - token > largestTextRecord) throw new Stop('record-over-limit', 'one piece of text')
    const record = this.#record?.overLimit ? undefined : this.#record
    const start = record?.offset ?? token
    if (record && end - start > largestTextRecord) record.giveUp(this.#window.slice(start, start + largestTextRecord))
    this.#window.forget(start)
  }

  /** Ends the text: what is open now is cut short. */
  end(): void {
    this.push(new Uint8Array(), true)
    // An empty file holds no record, and no error.
    if (this.#stopped || this.#window.length === 0) return
    this.#attempt(() => {
      for (const piece of this.#prolog ?? []) {
        this.#offsets.begin(piece)
        this.#xml.write(piece.text)
      }
      this.#xml.close()
    })
  }

  #attempt(act: () => void): void {
    try {
      act()
    } catch (error) {
      if (!(error instanceof Stop)) throw error
      this.#stopped = true
      const start = this.#record?.offset ?? this.#offsets.at(this.#lastEvent)
      const here = this.#here()
      const line = `line ${this.#xml.line}, column ${this.#xml.column}`
      const detail = error.message === '' ? line : `${line}: ${error.message}`
      this.#found.push(reject(++this.#ordinal, start, this.#window.slice(start, here), error.diagnostic, detail, here))
    }
  }

  #onError(message: string): void {
    // saxes begins with "line:column: ".
    const fault = message.replace(/^\d+:\d+: /, '')
    if (!repairable.test(fault)) throw new Stop('xml-malformed', fault)
    if (this.#record) this.#record.fault(fault, this.#here())
    else this.#earlier ??= { offset: this.#here(), fault }
  }

  #onOpen(tag: SaxesTagNS): void {
    const start = this.#lastEvent
    this.#mark()
    this.#depth += 1
    if (this.#depth > deepest) throw new Stop('xml-too-deep', `more than ${deepest} levels`)
    const known = namespaces.has(tag.uri)
    // Envelopes have records too: the innermost counts.
    if (tag.local === 'record' && known && (this.#record === undefined || this.#record.empty))
      this.#begin(this.#offsets.at(start))
    else this.#record?.open(tag, known, () => this.#offsets.at(start))
  }

  #begin(offset: number): void {
    this.#record = new MarcxmlRecord(this.#ordinal + 1, offset)
    this.#recordDepth = this.#depth
    if (this.#earlier) this.#record.fault(this.#earlier.fault, this.#earlier.offset)
    this.#earlier = undefined
  }

  #onClose(): void {
    this.#mark()
    this.#depth -= 1
    const record = this.#record
    if (record === undefined) return
    if (this.#depth >= this.#recordDepth) {
      record.close()
      return
    }
    this.#record = undefined
    this.#ordinal += 1
    this.#found.push(record.finish(() => this.#window.slice(record.offset, this.#here()), this.#text.encoding))
  }

  #mark(): void {
    this.#lastEvent = this.#xml.position
  }

  /** Byte behind the character that the XML parser has read last. */
  readonly #here = (): number => this.#offsets.at(this.#xml.position)
}
