import type { Field } from '../../../src/standards/marc/index.ts'

/** A small generator of numbers, the same row for the same seed on every machine. */
export function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** Fields in the short form of the tests: `245 10 $aTitle $bRest`, with `00X value` for control fields. */
export function fieldsOf(...lines: string[]): Field[] {
  return lines.map((line): Field => {
    const tag = line.slice(0, 3)
    if (tag.startsWith('00')) return [tag, line.slice(4)]
    const [head = '', ...subfields] = line.slice(4).split('$')
    return [tag, head.slice(0, 2), ...subfields.flatMap((subfield) => [subfield[0] ?? '', subfield.slice(1)])]
  })
}

export interface Layout {
  /** Leader/09. */
  readonly scheme?: string
  /** Text of a subfield to bytes. */
  readonly encode?: (text: string) => Uint8Array
}

/** A field's bytes without its terminator. */
export function fieldBytes([tag, head, ...subfields]: Field, encode: (text: string) => Uint8Array): Buffer {
  if (tag.startsWith('00')) return Buffer.from(encode(head))
  const parts: Uint8Array[] = [Buffer.from(head, 'latin1')]
  for (let i = 0; i < subfields.length; i += 2)
    parts.push(Buffer.from(`\x1f${subfields[i]}`), encode(subfields[i + 1]!))
  return Buffer.concat(parts)
}

/** A record as ISO 2709, well-formed to the last byte. */
export function iso2709(fields: readonly Field[], { scheme = 'a', encode = Buffer.from }: Layout = {}): Buffer {
  const bodies = fields.map((field) => Buffer.concat([fieldBytes(field, encode), Buffer.of(0x1e)]))
  return assemble(
    fields.map(([tag]) => tag),
    bodies,
    scheme,
  )
}

/** Leader, directory and the fields given as bytes, terminators included. */
export function assemble(tags: readonly string[], bodies: readonly Uint8Array[], scheme = 'a'): Buffer {
  let at = 0
  const directory = tags.map((tag, i) => {
    const entry = tag + String(bodies[i]!.length % 10_000).padStart(4, '0') + String(at % 100_000).padStart(5, '0')
    at += bodies[i]!.length
    return entry
  })
  const base = 24 + 12 * tags.length + 1
  const length = Math.min(99_999, base + at + 1)
  const leader = `${String(length).padStart(5, '0')}nam ${scheme}22${String(base).padStart(5, '0')} a 4500`
  return Buffer.concat([Buffer.from(`${leader}${directory.join('')}\x1e`, 'latin1'), ...bodies, Buffer.of(0x1d)])
}

/** Where the parts of a well-formed record are. */
export interface Parts {
  readonly base: number
  /** Of each field: its directory entry, and its data, terminator excluded. */
  readonly fields: readonly {
    readonly tag: string
    readonly entry: number
    readonly start: number
    readonly end: number
  }[]
}

export function partsOf(record: Buffer): Parts {
  const base = Number(record.toString('latin1', 12, 17))
  const fields = []
  for (let entry = 24; entry < base - 1; entry += 12) {
    const start = base + Number(record.toString('latin1', entry + 7, entry + 12))
    const end = start + Number(record.toString('latin1', entry + 3, entry + 7)) - 1
    fields.push({ tag: record.toString('latin1', entry, entry + 3), entry, start, end })
  }
  return { base, fields }
}

/** `count` bytes from `at` replaced by others. */
export const splice = (bytes: Uint8Array, at: number, count: number, put: Uint8Array | string = ''): Buffer =>
  Buffer.concat([
    bytes.subarray(0, at),
    typeof put === 'string' ? Buffer.from(put, 'latin1') : put,
    bytes.subarray(at + count),
  ])
