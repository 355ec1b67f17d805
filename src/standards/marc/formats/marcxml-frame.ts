import type { Source } from './draft.ts'
import { readMarcxml } from './read-marcxml.ts'
import { marcxmlNamespace } from './write-marcxml.ts'
import { XmlText } from './xml-text.ts'

/** What stands before, between and after records that were cut out of a MARCXML document. */
export interface MarcxmlFrame {
  readonly open: Uint8Array
  readonly between: Uint8Array
  readonly close: Uint8Array
  /** A record as it stands in the frame: where documents follow one another, a later one may have a prefix of its own. */
  readonly put: (record: Uint8Array) => readonly Uint8Array[]
}

/** A document whose first record ends later is read without its frame. */
const longestHead = 4 * 1024 * 1024

/**
 * The frame in which records cut out of a document, bytes as they were, read as they did in it: its encoding, and a
 * collection with the namespaces (Namespaces in XML §6.1) that hold where its first record begins. `source` is the
 * document, of which no more than its first record is read.
 */
export async function marcxmlFrame(source: Source): Promise<MarcxmlFrame> {
  const head = await beforeFirst(source)
  const { start, write } = writing(head)
  const bound = Object.entries({ '': marcxmlNamespace, ...(await namespacesOf(head)) })
  const attributes = bound.map(
    ([prefix, uri]) => ` xmlns${prefix && `:${prefix}`}="${uri.replace(/[^\w:/.#-]/gu, refer)}"`,
  )
  return {
    open: Buffer.concat([start, write(`<collection${attributes.join('')}>\n`)]),
    between: write('\n'),
    close: write('</collection>\n'),
    put(record) {
      const prefix = prefixOf(record)
      if (prefix === undefined || bound.some(([known]) => known === prefix)) return [record]
      return [write(`<collection xmlns:${prefix}="${marcxmlNamespace}">`), record, write('</collection>')]
    },
  }
}

/** The prefix of the element that some bytes begin with: in all our encodings its letters differ by zeros only. */
const prefixOf = (record: Uint8Array): string | undefined =>
  /^<([A-Za-z_][\w.-]*):record[\s>]/.exec(
    Buffer.from(record.subarray(0, longestPrefix).filter((byte) => byte !== 0)).toString('latin1'),
  )?.[1]

const longestPrefix = 256

const refer = (character: string): string => `&#${character.codePointAt(0)};`

/** The bytes before the first record; none where there is no record. */
async function beforeFirst(source: Source): Promise<Buffer> {
  const seen: Uint8Array[] = []
  async function* watched() {
    let size = 0
    for await (const bytes of source) {
      if (size > longestHead) return
      seen.push(bytes)
      size += bytes.length
      yield bytes
    }
  }
  for await (const { offset } of readMarcxml(watched())) return Buffer.concat(seen).subarray(0, offset)
  return Buffer.alloc(0)
}

/** What tells the encoding of a document that begins so, and how more of it is written. */
function writing(head: Buffer): { readonly start: Uint8Array; readonly write: (xml: string) => Buffer } {
  const mark = head.subarray(0, 2).toString('hex')
  if (mark === 'fffe') return { start: head.subarray(0, 2), write: (xml) => Buffer.from(xml, 'utf16le') }
  if (mark === 'feff') return { start: head.subarray(0, 2), write: (xml) => Buffer.from(xml, 'utf16le').swap16() }
  const declaration = /^(?:\xef\xbb\xbf)?(?:<\?xml[^>]*\?>)?/.exec(head.toString('latin1'))![0]
  return { start: Buffer.from(declaration, 'latin1'), write: (xml) => Buffer.from(xml) }
}

/** The namespaces by prefix, "" for the default, in the elements that are open where a document is cut off. */
async function namespacesOf(head: Buffer): Promise<Record<string, string>> {
  const { SaxesParser } = await import('saxes')
  const parser = new SaxesParser({ xmlns: true, forceXMLVersion: true, defaultXMLVersion: '1.0' })
  const open: Readonly<Record<string, string>>[] = []
  // It is read on behind what is wrong with it, as the records are.
  parser.on('error', () => undefined)
  parser.on('opentag', ({ ns }) => void open.push(ns))
  parser.on('closetag', () => void open.pop())
  const pieces = new XmlText().push(head, true)
  if (!('unknown' in pieces)) for (const { text } of pieces) parser.write(text)
  const { xml: _, xmlns: __, ...bound } = Object.assign({}, ...open) as Record<string, string>
  return bound
}
