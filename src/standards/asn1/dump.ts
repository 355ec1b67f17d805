import { Cursor } from './cursor.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { claimant } from './sequence.ts'
import { tagName } from './tags.ts'
import { accepts, type Shape, type Type } from './type.ts'

/** Octets of an octet string shown before it is cut. */
const shown = 80

export interface DumpOptions {
  readonly limits?: Limits
  /** The name of an object identifier, to stand beside it. */
  readonly oidName?: (oid: string) => string | undefined
  /** The type of the data in an EXTERNAL, by its direct reference. */
  readonly typeOf?: (oid: string) => Type<unknown> | undefined
}

/**
 * A value for people to read, one element a line, named as the description names it. Elements the description skips
 * or cannot read are shown after a `?`, so that nothing is lost unseen.
 * @throws Problem `ber-*` where the bytes are not one sound element
 */
export function dump(type: Type<unknown>, bytes: Uint8Array, options: DumpOptions = {}): string {
  const cursor = new Cursor(bytes, options.limits ?? defaultLimits)
  cursor.open(0)
  const dumper = new Dumper(cursor, options)
  dumper.element(type, '', 0)
  return dumper.lines.join('\n')
}

class Dumper {
  readonly lines: string[] = []
  readonly #cursor: Cursor
  readonly #options: DumpOptions
  /** The last object identifier met: the direct reference, when the data of an EXTERNAL come. */
  #oid = ''

  constructor(cursor: Cursor, options: DumpOptions) {
    this.#cursor = cursor
    this.#options = options
  }

  element(type: Type<unknown>, name: string, indent: number): void {
    const { shape } = type
    if (!accepts(type, this.#cursor.tag) || (isStructure(shape) && !this.#cursor.constructed)) {
      this.#unknown(name, indent)
      return
    }
    switch (shape.kind) {
      case 'lazy':
        this.element(shape.resolve(), name, indent)
        break
      case 'explicit':
        this.#eachChild(() => this.element(shape.inner, name, indent))
        break
      case 'choice': {
        const [chosen, alternative] = shape.byTag.get(this.#cursor.tag)!
        this.element(alternative, name ? `${name} ${chosen}` : chosen, indent)
        break
      }
      case 'sequence': {
        this.#line(indent, name)
        let expected = 0
        this.#eachChild(() => {
          const index = claimant(shape.fields, expected, this.#cursor.tag)
          const field = shape.fields[index]
          if (field) {
            expected = index + 1
            this.element(field.type, field.name, indent + 1)
          } else this.#unknown('', indent + 1)
        })
        break
      }
      case 'list': {
        this.#line(indent, name)
        let index = 0
        this.#eachChild(() => this.element(shape.item, `[${index++}]`, indent + 1))
        break
      }
      case 'any': {
        const described = this.#options.typeOf?.(this.#oid)
        if (described) this.element(described, name, indent)
        else this.#unknown(name, indent)
        break
      }
      default:
        try {
          this.#line(indent, name, this.#display(shape, type.get(this.#cursor)))
        } catch {
          this.#unknown(name, indent)
        }
    }
  }

  /** An element without a description: tag, place, and its contents. */
  #unknown(name: string, indent: number): void {
    const { start, end, at, tag, constructed, bytes } = this.#cursor
    const label = `? ${name ? `${name} ` : ''}${tagName(tag)} at byte ${at}`
    this.#line(indent, label, constructed ? undefined : displayOctets(bytes.subarray(start, end)))
    if (constructed) this.#eachChild(() => this.#unknown('', indent + 1))
  }

  #eachChild(visit: () => void): void {
    const cursor = this.#cursor
    const { end } = cursor
    for (let at = cursor.start; at < end; ) {
      cursor.open(at)
      at = cursor.next
      visit()
    }
  }

  #line(indent: number, name: string, text?: string): void {
    this.lines.push('  '.repeat(indent) + [name, text].filter((part) => part !== undefined && part !== '').join(': '))
  }

  #display(shape: Shape, value: unknown): string {
    if (shape.kind === 'oid') {
      this.#oid = String(value)
      const name = this.#options.oidName?.(this.#oid)
      return name ? `${this.#oid} (${name})` : this.#oid
    }
    if (shape.kind === 'bits') return Object.keys(value as object).join(' ')
    if (shape.kind === 'bitString') {
      const { bytes, unused } = value as { bytes: Buffer; unused: number }
      return `${displayOctets(bytes)}, ${unused} bits unused`
    }
    if (value instanceof Uint8Array) return displayOctets(value as Buffer)
    return typeof value === 'string' ? JSON.stringify(value) : String(value)
  }
}

const isStructure = ({ kind }: Shape) => kind === 'explicit' || kind === 'sequence' || kind === 'list'

/** Octets with their number; printable ones as text, others in hex. */
function displayOctets(octets: Buffer): string {
  const head = octets.subarray(0, shown)
  const text = head.toString('latin1')
  const printable = /^[\x20-\x7e\x1d-\x1f]*$/.test(text)
  return `(${octets.length}) ${printable ? JSON.stringify(text) : head.toString('hex')}${octets.length > shown ? '…' : ''}`
}
