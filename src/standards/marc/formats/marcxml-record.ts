import type { SaxesAttributeNS, SaxesTagNS } from 'saxes'
import type { Decoded, Encoding, Rejected } from '../types.ts'
import { Draft, reject } from './draft.ts'

/** An element inside a record. */
interface Open {
  readonly name: 'leader' | 'controlfield' | 'datafield' | 'subfield' | 'other'
  readonly tag: SaxesTagNS
  readonly offset: number
}

/** An open `record` element: what the XML parser meets in it becomes fields. */
export class MarcxmlRecord {
  readonly offset: number
  readonly #draft: Draft
  readonly #open: Open[] = []
  /** The text of the leader, control field or subfield that is open. */
  #value = ''
  #inText = false
  /** The faults that the record tells of already. */
  readonly #told = new Set<string>()
  /** The beginning of a record beyond the limit. */
  #overLimit: Uint8Array | undefined

  constructor(ordinal: number, offset: number) {
    this.offset = offset
    this.#draft = new Draft(ordinal, offset)
  }

  /** Whether it may still be the record of an envelope that has the MARC record in it. */
  get empty(): boolean {
    return this.#draft.empty
  }

  get overLimit(): boolean {
    return this.#overLimit !== undefined
  }

  /** Gives the record up as too large; `start` is its beginning. The rest of it is skipped. */
  giveUp(start: Uint8Array): void {
    this.#overLimit = start
  }

  /** An element begins; `known` says that its namespace is MARC's. `offset` is asked for rarely: counting bytes is dear. */
  open(tag: SaxesTagNS, known: boolean, offset: () => number): void {
    if (this.overLimit) return
    const parent = this.#open.at(-1)
    const name = known ? elementName(tag.local) : 'other'
    const expected = name === 'subfield' ? parent?.name === 'datafield' : parent === undefined
    // A subfield is found by its field.
    const open: Open = { name: expected ? name : 'other', tag, offset: parent?.offset ?? offset() }
    this.#open.push(open)
    if (open.name === 'other') {
      // A record of an envelope may hold anything until the MARC record begins in it.
      if (!this.empty) this.#draft.note('xml-element-unknown', open.offset, this.#fieldTag(), tag.name.slice(0, 40))
    } else if (open.name === 'datafield')
      this.#draft.begin(attribute(tag, 'tag') ?? '', attribute(tag, 'ind1'), attribute(tag, 'ind2'), open.offset)
    else {
      this.#value = ''
      this.#inText = true
    }
  }

  text(text: string, offset: () => number): void {
    if (this.overLimit) return
    // Text inside of markup in a subfield is the subfield's, too.
    if (this.#inText) {
      this.#value += text
      return
    }
    const open = this.#open.at(-1)?.name
    if (open === 'other' || this.empty || !/\S/.test(text)) return
    const stray = text.trim()
    if (open === 'datafield') this.#draft.stray(stray, offset())
    else this.#draft.note('xml-text-unexpected', offset(), undefined, JSON.stringify(stray.slice(0, 40)))
  }

  /** The element that is open ends. */
  close(): void {
    if (this.overLimit) return
    const open = this.#open.pop()
    if (!open) return
    const { name, tag, offset } = open
    if (name !== 'other') this.#inText = false
    if (name === 'leader') this.#draft.leader(this.#value, offset)
    else if (name === 'controlfield') this.#draft.control(attribute(tag, 'tag') ?? '', this.#value, offset)
    else if (name === 'subfield') this.#draft.subfield(attribute(tag, 'code'), this.#value, offset)
    else if (name === 'datafield') this.#draft.end(offset)
  }

  /** The XML is not well-formed, but can be read on. Told once: saxes repeats some for every tag that follows. */
  fault(fault: string, offset: number): void {
    if (this.overLimit || this.#told.has(fault)) return
    this.#told.add(fault)
    this.#draft.note('xml-repaired', offset, this.#fieldTag(), fault)
  }

  /** The record's own element ends; `raw` gives its bytes. */
  finish(raw: () => Uint8Array, encoding: Encoding): Decoded | Rejected {
    const { ordinal, offset } = this.#draft
    if (this.#overLimit) return reject(ordinal, offset, this.#overLimit, 'record-over-limit')
    if (this.empty) return reject(ordinal, offset, raw(), 'record-not-found', 'an empty element')
    return this.#draft.finish(raw(), encoding)
  }

  #fieldTag(): string | undefined {
    const field = this.#open.find(({ name }) => name === 'datafield' || name === 'controlfield')
    return field && attribute(field.tag, 'tag')
  }
}

const elementName = (local: string): Open['name'] =>
  local === 'leader' || local === 'controlfield' || local === 'datafield' || local === 'subfield' ? local : 'other'

const attribute = (tag: SaxesTagNS, name: string): string | undefined =>
  (tag.attributes as Readonly<Record<string, SaxesAttributeNS | undefined>>)[name]?.value
