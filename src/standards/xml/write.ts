import type { XmlElement } from './tree.ts'

/** XML that is written already, as against text that still has to be escaped. */
export interface Xml {
  readonly xml: string
}

type Content = Xml | string | number | undefined | readonly Content[]

/** An element. Text and attributes are escaped; `undefined` content is left out, an `undefined` attribute, too. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...content: readonly Content[]
): Xml {
  const written = Object.entries(attributes).map(([key, value]) =>
    value === undefined ? '' : ` ${key}="${escapeXml(String(value))}"`,
  )
  const inside = content.map(contentXml).join('')
  return { xml: inside === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inside}</${name}>` }
}

function contentXml(content: Content): string {
  if (content === undefined) return ''
  if (typeof content === 'string' || typeof content === 'number') return escapeXml(String(content))
  return 'xml' in content ? content.xml : content.map(contentXml).join('')
}

/** An element that was read, as XML again: the same but for prefixes, and for where text stood among its elements. */
export function elementXml(read: XmlElement, around = ''): Xml {
  const namespace = read.namespace === around ? {} : { xmlns: read.namespace }
  return element(
    read.name,
    { ...namespace, ...Object.fromEntries(read.attributes) },
    read.children.length === 0 || read.text.trim() !== '' ? read.text : undefined,
    read.children.map((child) => elementXml(child, read.namespace)),
  )
}

/** Text without the characters that XML 1.0 cannot hold (§2.2). */
export const holdable = (text: string): string =>
  text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, '')

const special = /[&<>"\r]|[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu
const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}

/** Text as XML 1.0 holds it; characters it cannot hold (§2.2) are left out. */
export const escapeXml = (text: string): string => text.replace(special, (character) => references[character] ?? '')
