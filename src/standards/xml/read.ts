import { decodeXml } from './decode.ts'
import { isOfParser, Stop, Tree, type XmlElement, type XmlFault, type XmlLimits } from './tree.ts'

/** A whole document; or why it is none, with what was read of it until then. */
export type XmlRead =
  | { readonly ok: true; readonly root: XmlElement }
  | { readonly ok: false; readonly fault: XmlFault; readonly detail: string; readonly root: XmlElement | undefined }

/**
 * Reads a document of at most `limits.bytes` bytes with a parser that knows nothing of files or networks. A document type
 * declaration ends it, so there are no entities but the five of XML 1.0 §4.6; processing instructions and comments are
 * skipped. Never throws.
 */
export function readXml(bytes: Uint8Array, limits: XmlLimits): XmlRead {
  if (bytes.length > limits.bytes)
    return { ok: false, fault: 'too-large', detail: `more than ${limits.bytes} bytes`, root: undefined }
  const text = decodeXml(bytes)
  if (text === undefined)
    return { ok: false, fault: 'encoding', detail: 'neither UTF-8 nor what it says it is', root: undefined }
  const tree = new Tree(limits)
  try {
    tree.write(text)
    tree.close()
    return { ok: true, root: tree.root! }
  } catch (error) {
    return { ok: false, ...faultOf(error), root: tree.root }
  }
}

/** Why a document was not read on. @throws what is no fault of the document */
export function faultOf(error: unknown): { readonly fault: XmlFault; readonly detail: string } {
  const fault = error instanceof Stop ? error.fault : isOfParser(error) ? 'malformed' : undefined
  if (fault === undefined) throw error
  return { fault, detail: (error as Error).message }
}

/** The elements of a name directly below one, in their order. */
export const childrenOf = (parent: XmlElement, name: string): readonly XmlElement[] =>
  parent.children.filter((child) => child.name === name)
