import { namespace, type Version } from '../../../src/standards/iso18626/versions.ts'
import { parseXml, type XmlElement } from '../../xml.ts'
import type { Content, Contents, Particle } from './content.ts'
import { schemas } from './schema-tables.ts'

const lexical: Readonly<Record<string, RegExp>> = {
  string: /^/,
  code: /^/,
  dateTime: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  decimal: /^[+-]?\d+(\.\d+)?$/,
  integer: /^[+-]?\d+$/,
  natural: /^\d+$/,
  boolean: /^(true|false|1|0)$/,
}

/** What is wrong with a document by the tables: order, number, values, attributes. None where it is valid. */
export function complaintsOf(document: string, version: Version): string[] {
  const root = parseXml(document)
  const version18626 = Object.entries(root.attributes).filter(([name]) => /^[^:]+:version$/.test(name))
  return [
    ...(root.name === 'ISO18626Message' && root.namespace === namespace ? [] : ['another root']),
    ...(version18626.length === 1 ? [] : ['no qualified version']),
    ...complaints(root, 'ISO18626Message', schemas[version]),
  ]
}

function complaints(element: XmlElement, type: string, table: Contents): string[] {
  const content = table.get(type) ?? { is: 'simple', base: type, codes: [] }
  const wrong = attributesWrong(element, content)
  if (content.is === 'simple') {
    const right =
      content.base === 'one' ? content.codes.includes(element.text) : lexical[content.base]!.test(element.text)
    return [...wrong, ...(right && element.children.length === 0 ? [] : [`${element.name}: ${element.text}`])]
  }
  if (element.text.trim() !== '') wrong.push(`${element.name}: text`)
  if (element.children.some((child) => child.namespace !== namespace)) wrong.push(`${element.name}: a stranger`)
  const names = element.children.map(({ name }) => name)
  const order = content.is === 'sequence' ? inOrder(names, content.particles) : oneOf(names, content.particles)
  const inside = element.children.flatMap((child) => {
    const particle = content.particles.find(({ name }) => name === child.name)
    return particle ? complaints(child, particle.type, table) : []
  })
  return [...wrong, ...(order ? [] : [`${element.name}: ${names.join(' ')}`]), ...inside]
}

function attributesWrong(element: XmlElement, content: Content): string[] {
  const allowed =
    element.name === 'ISO18626Message'
      ? /^(xmlns(:\w+)?|xsi:schemaLocation|\w+:version)$/
      : content.is === 'simple' && content.base === 'code'
        ? /^\w+:scheme$/
        : /^$/
  return Object.keys(element.attributes)
    .filter((name) => !allowed.test(name))
    .map((name) => `${element.name}@${name}`)
}

function inOrder(names: readonly string[], particles: readonly Particle[]): boolean {
  let at = 0
  for (const { name, least, most } of particles) {
    let found = 0
    while (names[at] === name && found < most) {
      at += 1
      found += 1
    }
    if (found < least) return false
  }
  return at === names.length
}

const oneOf = (names: readonly string[], particles: readonly Particle[]): boolean =>
  names.length === 1 && particles.some(({ name }) => name === names[0])
