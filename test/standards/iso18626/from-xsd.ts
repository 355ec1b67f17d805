import { parseXml, type XmlElement } from '../../xml.ts'
import type { Content, Contents, Particle } from './content.ts'

const kinds: Readonly<Record<string, string>> = {
  'xs:string': 'string',
  'xs:dateTime': 'dateTime',
  'xs:decimal': 'decimal',
  'xs:integer': 'integer',
  'xs:boolean': 'boolean',
}
const typeName = (type: string) => kinds[type] ?? type.replace(/^type_/, '')
const below = (element: XmlElement, name: string) => element.children.find((child) => child.name === name)

/** The contents that a schema of ISO 18626 defines: only what these two schemas use of XML Schema is understood. */
export function contentsOfXsd(text: string): Contents {
  const schema = parseXml(text)
  const globals = schema.children.filter(({ name }) => name === 'element')
  /** A global element of a named type is that type. */
  const typeOf = (name: string) => {
    const type = globals.find(({ attributes }) => attributes['name'] === name)?.attributes['type']
    return type === undefined ? name : typeName(type)
  }
  const particle = ({ attributes }: XmlElement): Particle => {
    const name = (attributes['name'] ?? attributes['ref'])!
    const type = attributes['ref'] === undefined ? typeName(attributes['type']!) : typeOf(name)
    const most = attributes['maxOccurs'] ?? '1'
    return {
      name,
      type,
      least: Number(attributes['minOccurs'] ?? 1),
      most: most === 'unbounded' ? Number.POSITIVE_INFINITY : Number(most),
    }
  }
  const content = (element: XmlElement): Content => {
    const restriction = below(element, 'restriction') ?? below(below(element, 'simpleType') ?? element, 'restriction')
    if (restriction) {
      const codes = restriction.children.flatMap(({ name, attributes }) =>
        name === 'enumeration' ? [attributes['value']!] : [],
      )
      const least = below(restriction, 'minInclusive')
      return { is: 'simple', base: least ? 'natural' : codes.length > 0 ? 'one' : 'string', codes }
    }
    if (below(element, 'simpleContent')) return { is: 'simple', base: 'code', codes: [] }
    const sequence = below(below(element, 'complexType') ?? element, 'sequence')!
    const choice = below(sequence, 'choice')
    return {
      is: choice ? 'choice' : 'sequence',
      particles: (choice ?? sequence).children.map(particle),
    }
  }
  const named = schema.children.filter(({ attributes }) => attributes['type'] === undefined)
  return new Map(named.map((each) => [typeName(each.attributes['name']!), content(each)]))
}
