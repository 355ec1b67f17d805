import { readXml, type XmlElement, type XmlFault, type XmlLimits } from '../xml/index.ts'
import { type Description, type Field, type Fields, standing } from './describe.ts'
import { type Fault, type MessageKind, messages, type ReadMessage } from './messages.ts'
import { readValue } from './read-value.ts'
import { isKnown, namespace, versions } from './versions.ts'

/** What a message may take. The largest that a peer was seen to accept has 100 KB; a real one has two or three. */
export const messageLimits: XmlLimits = {
  bytes: 128 * 1024,
  depth: 16,
  elements: 2000,
  attributes: 32,
  name: 256,
  text: 64 * 1024,
}

/** Faults that are told of one message: whoever sent it needs the first. */
const mostFaults = 20

/** No message: `seen` is what had been read of one before the document broke off. */
export interface Unreadable {
  readonly kind: 'unreadable'
  readonly fault: XmlFault | 'no-message'
  readonly detail: string
  readonly seen?: ReadMessage
}

/**
 * Reads a message of any version by the names of its elements, in whatever order they come, from at most
 * `messageLimits.bytes` bytes. Empty elements count as absent; codes are canonical, times as `readDateTime` gives them.
 * What is not as the schemas have it is told in `faults` and left out. Never throws.
 */
export function readMessage(bytes: Uint8Array): ReadMessage | Unreadable {
  const document = readXml(bytes, messageLimits)
  const seen = document.root && interpret(document.root)
  if (document.ok) return seen ?? { kind: 'unreadable', fault: 'no-message', detail: 'no message of ISO 18626' }
  return { kind: 'unreadable', fault: document.fault, detail: document.detail, ...(seen && { seen }) }
}

/** Some leave the namespace out. */
const isOurs = ({ namespace: found }: XmlElement): boolean => found === namespace || found === ''

function interpret(root: XmlElement): ReadMessage | undefined {
  const [found] = root.children.filter(({ name }) => Object.hasOwn(messages, name))
  if (root.name !== 'ISO18626Message' || !isOurs(root) || !found || !isOurs(found)) return undefined
  const kind = found.name as MessageKind
  const version = root.attributes.get('version')?.trim() ?? ''
  const reading = new Interpretation(isKnown(version))
  const body = reading.value(found, messages[kind], '')
  if (root.children.length > 1) reading.fault('element', '', root.children.find((child) => child !== found)?.name)
  return { kind, version, body, faults: reading.faults } as ReadMessage
}

class Interpretation {
  readonly faults: Fault[] = []
  readonly #strict: boolean

  /** Not `strict` passes over elements of the standard's namespace that are unknown: those of a version to come. */
  constructor(strict: boolean) {
    this.#strict = strict
  }

  fault(fault: Fault['fault'], path: string, value?: string): undefined {
    if (this.faults.length < mostFaults)
      this.faults.push({ fault, path, ...(value !== undefined && { value: value.slice(0, 100) }) })
  }

  value(element: XmlElement, description: Description, path: string): unknown {
    if (description.is === 'sequence' || description.is === 'choice')
      return this.#fields(element, description.fields, path, description.is === 'choice')
    if (element.children.length > 0) this.fault('element', join(path, element.children[0]!.name))
    const read = readValue(element, description)
    return read === undefined ? this.fault('value', path, element.text.trim()) : read.value
  }

  #fields(element: XmlElement, fields: Fields, path: string, alternatives: boolean): unknown {
    const names = new Map(Object.entries(fields).flatMap(([name, field]) => elementsOf(name, field)))
    const groups = new Map<string, XmlElement[]>()
    for (const child of element.children) {
      const name = isOurs(child) ? names.get(child.name) : undefined
      const group = groups.get(name ?? '')
      if (group) group.push(child)
      else if (name !== undefined) groups.set(name, [child])
      else if (this.#strict || !isOurs(child)) this.fault('element', join(path, child.name))
    }
    const values = Object.entries(fields).map(([name, field]) => [
      name,
      this.#field(groups.get(name) ?? [], field, join(path, name), alternatives),
    ])
    const given = values.filter(([, value]) => value !== undefined)
    if (alternatives && given.length > 1) this.fault('repeated', path)
    return Object.fromEntries(given)
  }

  #field(all: readonly XmlElement[], field: Field, path: string, alternative: boolean): unknown {
    const { least, most } = bounds(field)
    const description = field.type as Description
    const present = all.filter((element) => !isEmpty(element) || (least === 1 && takesNothing(description)))
    if (present.length > most) this.fault('repeated', path)
    if (field.count === 'many') {
      const values = present.map((each) => this.value(each, description, path)).filter((each) => each !== undefined)
      return values.length > 0 ? values : undefined
    }
    if (present[0] === undefined) return least === 1 && !alternative ? this.fault('missing', path) : undefined
    return this.value(present[0], description, path)
  }
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`)

/** The names an element has in the versions, with the field's own. */
const elementsOf = (name: string, field: Field): [string, string][] =>
  versions.flatMap((version) => {
    const found = standing(name, field, version)
    return found ? [[found.element, name] as [string, string]] : []
  })

/** How often an element may come where any version allows it. */
function bounds(field: Field): { least: number; most: number } {
  const found = versions.flatMap((version) => standing('', field, version) ?? [])
  const least = field.only ? 0 : Math.min(...found.map((each) => each.least))
  return { least, most: Math.max(...found.map((each) => each.most)) }
}

const isEmpty = (element: XmlElement): boolean =>
  element.children.every((child) => isOurs(child) && isEmpty(child)) && element.text.trim() === ''

/** Whether an empty element is a value: a group in which everything is optional. */
const takesNothing = (description: Description): boolean =>
  description.is === 'sequence' && Object.values(description.fields).every((field) => bounds(field).least === 0)
