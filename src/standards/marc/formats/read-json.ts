import type { Decoded, ReadOptions, Rejected } from '../types.ts'
import { Draft, reject, type Source, slices } from './draft.ts'
import { type JsonPiece, JsonSplitter } from './json-splitter.ts'
import { textOf } from './text-decoding.ts'

/**
 * Reads MARC-in-JSON: one object, an array of them or one a line, compact or pretty, in constant memory. A bad record is
 * rejected, and reading goes on behind it. Offsets of faults are those of their record: JSON values have none.
 */
export async function* readMarcJson(source: Source, options: ReadOptions = {}): AsyncGenerator<Decoded | Rejected> {
  const splitter = new JsonSplitter()
  let ordinal = 0
  for await (const chunk of slices(source))
    for (const piece of splitter.push(chunk)) yield readPiece(piece, ++ordinal, options)
  for (const piece of splitter.end()) yield readPiece(piece, ++ordinal, options)
}

function readPiece({ offset, bytes, fault }: JsonPiece, ordinal: number, options: ReadOptions): Decoded | Rejected {
  if (fault) return reject(ordinal, offset, bytes, fault)
  const { text, encoding } = textOf(bytes, options)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return reject(ordinal, offset, bytes, 'json-malformed', String((error as Error).message))
  }
  if (!isObject(value) || !Array.isArray(value['fields']))
    return reject(ordinal, offset, bytes, 'record-not-found', 'an object without "fields"')
  const draft = new Draft(ordinal, offset)
  for (const [name, member] of Object.entries(value)) {
    if (name === 'leader') draft.leader(scalar(member, draft), offset)
    else if (name !== 'fields') draft.note('json-member-unknown', offset, undefined, JSON.stringify(name.slice(0, 40)))
  }
  for (const field of value['fields']) readField(field, draft)
  return draft.finish(bytes, encoding)
}

function readField(field: unknown, draft: Draft): void {
  const { offset } = draft
  if (!isObject(field)) {
    draft.note('json-value-unexpected', offset, undefined, 'a field that is not an object')
    return
  }
  for (const [tag, value] of Object.entries(field)) {
    if (!isObject(value)) {
      draft.control(tag, scalar(value, draft, tag), offset)
      continue
    }
    draft.begin(tag, indicator(value['ind1'], draft, tag), indicator(value['ind2'], draft, tag), offset)
    const subfields = value['subfields']
    if (Array.isArray(subfields)) for (const subfield of subfields) readSubfield(subfield, tag, draft)
    else draft.note('json-value-unexpected', offset, tag, 'no list of subfields')
    draft.end(offset)
  }
}

function readSubfield(subfield: unknown, tag: string, draft: Draft): void {
  if (!isObject(subfield)) {
    draft.note('json-value-unexpected', draft.offset, tag, 'a subfield that is not an object')
    return
  }
  for (const [code, value] of Object.entries(subfield)) draft.subfield(code, scalar(value, draft, tag), draft.offset)
}

const indicator = (value: unknown, draft: Draft, tag: string): string | undefined =>
  value === undefined ? undefined : scalar(value, draft, tag)

/** A text; a number, true or null becomes one with a note. */
function scalar(value: unknown, draft: Draft, tag?: string): string {
  if (typeof value === 'string') return value
  draft.note('json-value-unexpected', draft.offset, tag, value === null ? 'null' : `a value of type ${typeof value}`)
  return value === null || typeof value === 'object' ? '' : String(value)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
