/** XML 1.0 with namespaces: writing elements, and reading documents from strangers, whole or as they come. */
export { childrenOf, readXml, type XmlRead } from './read.ts'
export { XmlStream } from './stream.ts'
export type { Taker, XmlElement, XmlFault, XmlLimits } from './tree.ts'
export { element, elementXml, escapeXml, holdable, type Xml } from './write.ts'
