import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes'
import type { Decoded, DiagnosticCode, Rejected } from '../types.ts'
import { ByteWindow } from './byte-window.ts'
import { Draft, largestTextRecord, reject } from './draft.ts'
import { TextOffsets } from './text-offsets.ts'
import { marcxmlNamespace } from './write-marcxml.ts'
import { beginning } from './xml-prolog.ts'
import type { TextPiece, XmlText } from './xml-text.ts'

/** MARC 21 slim, MarcXchange (ISO 25577) in both versions, and none. */
const namespaces = new Set([marcxmlNamespace, 'info:lc/xmlns/marcxchange-v1', 'info:lc/xmlns/marcxchange-v2', ''])

const deepest = 32

/** What saxes reports and reads on behind: common in the field, and nothing of the record is lost. */
const repairable =
  /disallowed character\.|undefined entity|malformed character entity|only one root|unbound namespace|\]\]>|must be at the start/

/** Ends the parsing of a text that cannot be read further. */
class Stop extends Error {
  readonly diagnostic: DiagnosticCode

  constructor(diagnostic: DiagnosticCode, detail: string) {
    super(detail)
    this.diagnostic = diagnostic
  }
}

/** An element inside a record. */
interface Open {
  readonly name: 'leader' | 'controlfield' | 'datafield' | 'subfield' | 'other'
  readonly tag: SaxesTagNS
  readonly offset: number
}

/** Finds the MARC records in XML. Events of the XML parser go into a `Draft`; finished records wait in a queue. */
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
  /** The record that is open, and the elements open in it. */
  #draft: Draft | undefined
  #recordDepth = 0
  #open: Open[] = []
  /** The text of the leader, control field or subfield that is open. */
  #value = ''
  #inText = false
  /** The beginning of a record beyond the limit: the rest of it is skipped. */
  #overLimit: Uint8Array | undefined
  /** Character behind the last event: there the next tag begins, and what came since the XML parser holds. */
  #lastEvent = 0
  /** The first fault since the last record: the next one tells of it. */
  #earlier: { readonly offset: number; readonly fault: string } | undefined
  /** The faults that the open record tells of already. */
  readonly #told = new Set<string>()

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
      this.#onText(text)
    })
    xml.on('cdata', (text) => {
      this.#mark()
      this.#onText(text)
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
      if (begins.what === 'undecided' && piece.end < largestTextRecord) return
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
    const start = this.#draft && !this.#overLimit ? this.#draft.offset : token
    if (this.#draft && end - start > largestTextRecord)
      this.#overLimit ??= this.#window.slice(start, start + largestTextRecord)
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
      const start = this.#draft?.offset ?? this.#offsets.at(this.#lastEvent)
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
    if (this.#draft === undefined) this.#earlier ??= { offset: this.#here(), fault }
    else if (!this.#told.has(fault)) {
      // saxes repeats some for every tag that follows.
      this.#told.add(fault)
      this.#draft.note('xml-repaired', this.#here(), this.#fieldTag(), fault)
    }
  }

  #onOpen(tag: SaxesTagNS): void {
    const start = this.#lastEvent
    this.#mark()
    this.#depth += 1
    if (this.#depth > deepest) throw new Stop('xml-too-deep', `more than ${deepest} levels`)
    const known = namespaces.has(tag.uri)
    if (tag.local === 'record' && known && (!this.#draft || this.#draft.empty)) {
      // Envelopes have records too: the innermost counts.
      this.#begin(this.#offsets.at(start))
      return
    }
    if (!this.#draft) return
    const name = known ? elementName(tag.local) : 'other'
    const parent = this.#open.at(-1)
    // Counting bytes is dear: a subfield is found by its field.
    const offset = parent?.offset ?? this.#offsets.at(start)
    const expected = name === 'subfield' ? parent?.name === 'datafield' : parent === undefined
    this.#open.push({ name: expected ? name : 'other', tag, offset })
    if (!expected || name === 'other') {
      // A record of an envelope may hold anything until the MARC record begins in it.
      if (!this.#draft.empty && !this.#overLimit)
        this.#draft.note('xml-element-unknown', offset, this.#fieldTag(), tag.name.slice(0, 40))
    } else if (name === 'datafield')
      this.#draft.begin(attribute(tag, 'tag') ?? '', attribute(tag, 'ind1'), attribute(tag, 'ind2'), offset)
    else {
      this.#value = ''
      this.#inText = true
    }
  }

  #begin(offset: number): void {
    this.#draft = new Draft(this.#ordinal + 1, offset)
    this.#recordDepth = this.#depth
    this.#open = []
    this.#overLimit = undefined
    this.#inText = false
    this.#told.clear()
    if (this.#earlier) {
      this.#told.add(this.#earlier.fault)
      this.#draft.note('xml-repaired', this.#earlier.offset, undefined, this.#earlier.fault)
    }
    this.#earlier = undefined
  }

  #onText(text: string): void {
    if (!this.#draft || this.#overLimit) return
    // Text inside of markup in a subfield is the subfield's, too.
    if (this.#inText) {
      this.#value += text
      return
    }
    const open = this.#open.at(-1)?.name
    if (open === 'other' || this.#draft.empty || !/\S/.test(text)) return
    const stray = text.trim()
    if (open === 'datafield') this.#draft.stray(stray, this.#here())
    else this.#draft.note('xml-text-unexpected', this.#here(), undefined, JSON.stringify(stray.slice(0, 40)))
  }

  #onClose(): void {
    this.#mark()
    this.#depth -= 1
    const draft = this.#draft
    if (!draft) return
    if (this.#depth < this.#recordDepth) {
      this.#finish(draft)
      return
    }
    const open = this.#open.pop()
    if (!open || this.#overLimit) return
    const { name, tag, offset } = open
    if (name !== 'other') this.#inText = false
    if (name === 'leader') draft.leader(this.#value, offset)
    else if (name === 'controlfield') draft.control(attribute(tag, 'tag') ?? '', this.#value, offset)
    else if (name === 'subfield') draft.subfield(attribute(tag, 'code'), this.#value, offset)
    else if (name === 'datafield') draft.end(offset)
  }

  #finish(draft: Draft): void {
    this.#draft = undefined
    this.#ordinal += 1
    if (this.#overLimit) {
      this.#found.push(reject(this.#ordinal, draft.offset, this.#overLimit, 'record-over-limit'))
      return
    }
    const raw = this.#window.slice(draft.offset, this.#here())
    if (draft.empty) this.#found.push(reject(this.#ordinal, draft.offset, raw, 'record-not-found', 'an empty element'))
    else this.#found.push(draft.finish(raw, this.#text.encoding))
  }

  #fieldTag(): string | undefined {
    const field = this.#open.find(({ name }) => name === 'datafield' || name === 'controlfield')
    return field && attribute(field.tag, 'tag')
  }

  #mark(): void {
    this.#lastEvent = this.#xml.position
  }

  /** Byte behind the character that the XML parser has read last. */
  #here(): number {
    return this.#offsets.at(this.#xml.position)
  }
}

const elementName = (local: string): Open['name'] =>
  local === 'leader' || local === 'controlfield' || local === 'datafield' || local === 'subfield' ? local : 'other'

const attribute = (tag: SaxesTagNS, name: string): string | undefined =>
  (tag.attributes as Readonly<Record<string, SaxesAttributeNS | undefined>>)[name]?.value
