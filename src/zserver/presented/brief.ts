import type { Flavour, MarcRecord } from '../../standards/marc/index.ts'

/** The fields of the element set B: enough to tell records apart in a list. */
const briefTags: Readonly<Record<Flavour, ReadonlySet<string>>> = {
  marc21: new Set('001 003 005 006 007 008 010 020 022 035 100 110 111 130 245 246 250 260 264 300 490 880'.split(' ')),
  unimarc: new Set('001 005 010 011 020 035 100 101 102 200 205 210 214 215 225 700 701 710 711 720'.split(' ')),
}

/** The brief form of a record: its leader and the fields of element set B. */
export function briefRecord(record: MarcRecord, flavour: Flavour): MarcRecord {
  const brief = record.clone()
  brief.fields = record.fields.filter(([tag]) => briefTags[flavour].has(tag))
  return brief
}

const leaderLength = 24
const entryLength = 12
const terminator = 0x1e

/**
 * The brief form of an ISO 2709 record, cut from its bytes: fields stay in whatever encoding they are in. A record whose
 * directory cannot be relied on is given whole.
 */
export function briefBytes(raw: Uint8Array, flavour: Flavour): Uint8Array {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.length)
  const digits = (from: number, length: number) => {
    const text = bytes.toString('latin1', from, from + length)
    return /^\d+$/.test(text) ? Number(text) : Number.NaN
  }
  const base = digits(12, 5)
  const directoryLength = base - leaderLength - 1
  if (!(directoryLength >= 0 && base <= bytes.length) || directoryLength % entryLength !== 0) return raw
  const [entries, fields]: [string[], Uint8Array[]] = [[], []]
  let length = 0
  for (let entry = leaderLength; entry < base - 1; entry += entryLength) {
    const tag = bytes.toString('latin1', entry, entry + 3)
    if (!briefTags[flavour].has(tag)) continue
    const start = base + digits(entry + 7, 5)
    const field = bytes.subarray(start, start + digits(entry + 3, 4))
    if (field.at(-1) !== terminator) return raw
    entries.push(tag + digitsOf(field.length, 4) + digitsOf(length, 5))
    fields.push(field)
    length += field.length
  }
  const newBase = leaderLength + entries.length * entryLength + 1
  // Five digits of the leader say how long a record is.
  if (newBase + length + 1 > 99_999) return raw
  const leader = bytes.toString('latin1', 0, leaderLength)
  const head = `${digitsOf(newBase + length + 1, 5)}${leader.slice(5, 12)}${digitsOf(newBase, 5)}${leader.slice(17)}`
  return Buffer.concat([Buffer.from(`${head}${entries.join('')}\x1e`, 'latin1'), ...fields, Buffer.of(0x1d)])
}

const digitsOf = (value: number, length: number) => String(value).padStart(length, '0')
