import { alternativeFor } from './choice.ts'
import { Cursor } from './cursor.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { claimant } from './sequence.ts'
import { tagName } from './tags.ts'
import { accepts, type Shape, type Type } from './type.ts'

/** Octets of an octet string shown before it is cut. */
const shown = 80

/**
 * A value for people to read, one element a line, named as the description names it. Elements the description skips
 * or cannot read are shown with a `?`, so that nothing is lost unseen.
 * @throws Problem `ber-*` where the bytes are not one sound element
 */
export function dump(type: Type<unknown>, bytes: Uint8Array, limits: Limits = defaultLimits): string {
  const cursor = new Cursor(bytes, limits)
  const lines: string[] = []
  cursor.open(0)
  dumpElement(type, '', 0, cursor, lines)
  return lines.join('\n')
}

function dumpElement(type: Type<unknown>, name: string, indent: number, cursor: Cursor, lines: string[]): void {
  const { shape } = type
  if (!accepts(type, cursor.tag) || (isStructure(shape) && !cursor.constructed)) {
    dumpUnknown(name, indent, cursor, lines)
    return
  }
  const say = (text: string) => lines.push(`${'  '.repeat(indent)}${[name, text].filter(Boolean).join(': ')}`)
  switch (shape.kind) {
    case 'lazy':
      dumpElement(shape.resolve(), name, indent, cursor, lines)
      break
    case 'explicit':
      eachChild(cursor, () => dumpElement(shape.inner, name, indent, cursor, lines))
      break
    case 'choice': {
      const [chosen, alternative] = alternativeFor(shape.alternatives, cursor.tag)!
      dumpElement(alternative, name ? `${name} ${chosen}` : chosen, indent, cursor, lines)
      break
    }
    case 'sequence': {
      say('')
      let expected = 0
      eachChild(cursor, () => {
        const index = claimant(shape.fields, expected, cursor.tag)
        const field = shape.fields[index]
        if (field) {
          expected = index + 1
          dumpElement(field.type, field.name, indent + 1, cursor, lines)
        } else dumpUnknown('', indent + 1, cursor, lines)
      })
      break
    }
    case 'list': {
      say('')
      let index = 0
      eachChild(cursor, () => dumpElement(shape.item, `[${index++}]`, indent + 1, cursor, lines))
      break
    }
    case 'any':
      dumpUnknown(name, indent, cursor, lines)
      break
    default:
      try {
        say(display(type.get(cursor)))
      } catch {
        dumpUnknown(name, indent, cursor, lines)
      }
  }
}

const isStructure = ({ kind }: Shape) => kind === 'explicit' || kind === 'sequence' || kind === 'list'

/** An element without a description: tag, place, and its contents. */
function dumpUnknown(name: string, indent: number, cursor: Cursor, lines: string[]): void {
  const { start, end, at, constructed, bytes } = cursor
  const label = `${'  '.repeat(indent)}? ${name ? `${name} ` : ''}${tagName(cursor.tag)} at byte ${at}`
  lines.push(constructed ? label : `${label}: ${display(bytes.subarray(start, end))}`)
  if (constructed) eachChild(cursor, () => dumpUnknown('', indent + 1, cursor, lines))
}

function eachChild(cursor: Cursor, visit: () => void): void {
  const { end } = cursor
  for (let at = cursor.start; at < end; ) {
    cursor.open(at)
    at = cursor.next
    visit()
  }
}

function display(value: unknown): string {
  if (value instanceof Uint8Array) return displayOctets(Buffer.from(value.buffer, value.byteOffset, value.byteLength))
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'object' && value !== null && 'bytes' in value && 'unused' in value)
    return `${display(value.bytes)}, ${value.unused} bits unused`
  if (typeof value === 'object' && value !== null) return Object.keys(value).join(' ')
  return String(value)
}

/** Printable octets as text, others in hex. */
function displayOctets(octets: Buffer): string {
  const head = octets.subarray(0, shown)
  const text = head.toString('latin1')
  const printable = /^[\x20-\x7e\x1d-\x1f]*$/.test(text)
  const rest = octets.length > shown ? '…' : ''
  return `(${octets.length}) ${printable ? JSON.stringify(text) : head.toString('hex')}${rest}`
}
