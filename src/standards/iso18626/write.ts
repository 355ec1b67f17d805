import { Problem } from '../../problems.ts'
import { element, type Xml } from '../xml/index.ts'
import { isDateTime } from './date-time.ts'
import { type Description, type Fields, type OpenCode, orderOf, standing, text } from './describe.ts'
import { type Message, messages } from './messages.ts'
import { namespace, type Version } from './versions.ts'

const locations: Readonly<Record<Version, string>> = {
  '1.2': 'http://illtransactions.org/schemas/ISO-18626-v1_2.xsd',
  '2021-2': 'http://illtransactions.org/schemas/ISO-18626-2021-2.xsd',
}

/** Prefix of our attributes: the schemas want them qualified, and elements go without. */
const prefix = 'ill'

/**
 * A message as XML that its version's schema accepts. Throws where a value has no place in that version, or is none: then
 * whoever made the message is wrong.
 */
export function writeMessage(message: Message, version: Version): string {
  const attributes = {
    xmlns: namespace,
    [`xmlns:${prefix}`]: namespace,
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    [`${prefix}:version`]: version,
    'xsi:schemaLocation': `${namespace} ${locations[version]}`,
  }
  const body = write(message.kind, messages[message.kind], message.body, { version, path: message.kind })
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('ISO18626Message', attributes, body).xml}\n`
}

interface Place {
  readonly version: Version
  readonly path: string
}

function refuse({ path, version }: Place, detail: string): never {
  throw new Problem('iso18626-unwritable', { path, version, detail })
}

function write(name: string, description: Description, value: unknown, place: Place): Xml {
  switch (description.is) {
    case 'sequence':
      return element(name, {}, ...children(orderOf(description, place.version), description.fields, value, place))
    case 'choice': {
      const chosen = Object.keys(description.fields).filter((field) => fieldOf(value, field) !== undefined)
      if (chosen.length !== 1) refuse(place, `${chosen.length} of its elements`)
      return element(name, {}, ...children(chosen, description.fields, value, place))
    }
    case 'open': {
      const { code, scheme } = value as OpenCode
      return element(name, { [`${prefix}:scheme`]: scheme }, code)
    }
    default:
      return element(name, {}, lexical(description, value, place))
  }
}

const fieldOf = (value: unknown, field: string): unknown => (value as Record<string, unknown> | undefined)?.[field]

function children(order: readonly string[], fields: Fields, value: unknown, place: Place): Xml[] {
  return order.flatMap((name) => {
    const field = fields[name]!
    const given = fieldOf(value, name)
    const values = given === undefined ? [] : field.count === 'many' ? (given as readonly unknown[]) : [given]
    const here = standing(name, field, place.version)
    const inside = { ...place, path: `${place.path}/${here?.element ?? name}` }
    if (here === undefined) return values.length > 0 ? refuse(inside, 'this version has no such element') : []
    if (values.length > here.most) refuse(inside, `${values.length} of at most ${here.most}`)
    // 1.2 wants one text of those, too, who have nothing to say there.
    if (values.length < here.least && field.count === 'optional' && field.type === text)
      return [element(here.element, {})]
    if (values.length < here.least) refuse(inside, 'it is missing')
    return values.map((each) => write(here.element, field.type as Description, each, inside))
  })
}

function lexical(
  description: Exclude<Description, { is: 'sequence' | 'choice' | 'open' }>,
  value: unknown,
  place: Place,
): string {
  const written = String(value)
  const fits = {
    text: () => true,
    dateTime: () => isDateTime(written),
    decimal: () => /^[+-]?\d+(\.\d+)?$/.test(written),
    natural: () => /^\d+$/.test(written),
    boolean: () => typeof value === 'boolean',
    closed: () => {
      const { codes, new: added } = description as { codes: readonly string[]; new: readonly string[] }
      return codes.includes(written) && !(place.version === '1.2' && added.includes(written))
    },
  }[description.is]
  return fits() ? written : refuse(place, `“${written.slice(0, 60)}” is no value of it`)
}
