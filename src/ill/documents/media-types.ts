import { Problem } from '../../problems.ts'

interface DocumentType {
  readonly label: string
  /** The usual one first. */
  readonly extensions: readonly [string, ...string[]]
  /** How the bytes begin, a character each; a text is known by all of them. */
  readonly begins?: RegExp
}

/** What is taken as a copy, by its media type. */
export const documentTypes = {
  'application/pdf': { label: 'PDF', extensions: ['pdf'], begins: /^(?:\xef\xbb\xbf)?\s*%PDF-\d/ },
  'image/tiff': { label: 'TIFF', extensions: ['tif', 'tiff'], begins: /^(?:II[*+]\0|MM\0[*+])/ },
  'image/jpeg': { label: 'JPEG', extensions: ['jpg', 'jpeg'], begins: /^\xff\xd8\xff/ },
  'image/png': { label: 'PNG', extensions: ['png'], begins: /^\x89PNG\r\n\x1a\n/ },
  'text/plain': { label: 'plain text in UTF-8', extensions: ['txt'] },
} as const satisfies Readonly<Record<string, DocumentType>>

export type DocumentMediaType = keyof typeof documentTypes
export const documentMediaTypes = Object.keys(documentTypes) as DocumentMediaType[]

const typeOf = (name: DocumentMediaType): DocumentType => documentTypes[name]

/** Their names, for people. */
export const documentTypeWords = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(
  documentMediaTypes.map((name) => typeOf(name).label),
)

/** Looks at a document as it comes in; `end` gives what it is. */
export interface Judge {
  /** @throws Problem document-type */
  look(bytes: Uint8Array): void
  /** @throws Problem document-type */
  end(): DocumentMediaType
}

/** Characters that no text has: of a program, an archive, a page of a word processor. */
const noText = /[\x00-\x08\x0e-\x1f\x7f]/

/**
 * Judges by content alone: what a file is called, and what its sender says it is, is anybody's word.
 * @param head the first bytes, a thousand of them where there are so many
 */
export function judgeOf(head: Uint8Array): Judge {
  const start = Buffer.from(head.subarray(0, 1024)).toString('latin1')
  const found = documentMediaTypes.find((name) => typeOf(name).begins?.test(start))
  if (found) return { look() {}, end: () => found }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const read = (bytes?: Uint8Array) => {
    try {
      if (noText.test(bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode())) throw refused()
    } catch (error) {
      throw error instanceof TypeError ? refused() : error
    }
  }
  return {
    look: read,
    end() {
      read()
      return 'text/plain'
    },
  }
}

const refused = () => new Problem('document-type', { types: documentTypeWords })

const mostOfName = 120

/** A file's name as it is kept: of no folder, without what only deceives, ending as its kind does. */
export function documentName(given: string, type: DocumentMediaType): string {
  const { extensions } = typeOf(type)
  const name = given
    .split(/[\\/]/)
    .at(-1)!
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}<>:"|?*\ufffd]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const fits = extensions.some((one) => name.toLowerCase().endsWith(`.${one}`))
  const [stem, end] = fits ? [name.replace(/\.\w+$/, ''), /\.\w+$/.exec(name)![0]] : [name, `.${extensions[0]}`]
  return `${[...(stem || 'copy')].slice(0, mostOfName).join('')}${end}`
}
