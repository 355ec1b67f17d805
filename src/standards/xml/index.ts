/** XML 1.0 with namespaces: writing elements, and reading small documents from strangers. */
export {
  childrenOf,
  readXml,
  type XmlElement,
  type XmlFault,
  type XmlLimits,
  type XmlRead,
} from './read.ts'
export { element, escapeXml, holdable, type Xml } from './write.ts'
