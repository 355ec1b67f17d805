import type { Decoded, ReadOptions, Rejected } from '../types.ts'
import { type Source, slices } from './draft.ts'
import { XmlText } from './xml-text.ts'

/**
 * Reads MARCXML in constant memory, however it is chunked: any prefix, the namespaces of MARC 21 slim and MarcXchange or
 * none, alone or inside other envelopes (OAI-PMH, SRU, OPAC records). Where the XML is no longer well-formed reading
 * ends with a rejection; what came before is kept. A document type declaration is refused before anything of it is used.
 *
 * The encoding is what the document says, never a hint: XML without a declaration is UTF-8 (XML 1.0 §4.3.3).
 */
export async function* readMarcxml(source: Source, _options: ReadOptions = {}): AsyncGenerator<Decoded | Rejected> {
  // Loaded where XML is read, with the XML parser behind it: 30 ms that no other format need wait for
  const { MarcxmlParser } = await import('./marcxml-parser.ts')
  const text = new XmlText()
  const parser = new MarcxmlParser(text)
  for await (const chunk of slices(source)) {
    parser.push(chunk)
    yield* parser.take()
    if (parser.stopped) return
  }
  parser.end()
  yield* parser.take()
}
