import { SaxesParser } from 'saxes'

/** An element as an XML parser sees it: namespace, local name, attributes, and its text or its children. */
export interface XmlElement {
  readonly namespace: string
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  text: string
}

/** Reads a document with a strict, namespace-aware parser. Throws at the first thing that is not well-formed. */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true })
  const document: XmlElement = { namespace: '', name: '', attributes: {}, children: [], text: '' }
  const open = [document]
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ uri, local, attributes }) => {
    const values = Object.entries(attributes).map(([name, { value }]) => [name, value])
    const element = { namespace: uri, name: local, attributes: Object.fromEntries(values), children: [], text: '' }
    open.at(-1)!.children.push(element)
    open.push(element)
  })
  parser.on('text', (content) => {
    open.at(-1)!.text += content
  })
  parser.on('closetag', () => {
    open.pop()
  })
  parser.write(text).close()
  return document.children[0]!
}

/** All elements of a name below one, at any depth, in order. */
export const allOf = (element: XmlElement, name: string): XmlElement[] =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...allOf(child, name)])

export const textsOf = (element: XmlElement, name: string): string[] => allOf(element, name).map(({ text }) => text)
