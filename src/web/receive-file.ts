import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import busboy from 'busboy'
import type { Request } from 'express'
import { Problem } from '../problems.ts'

/** A file as it comes in, with the fields that stood before it in its form. */
export interface Received {
  readonly name: string
  readonly fields: Readonly<Record<string, string>>
  readonly bytes: Readable
}

/** All of a form: what became of its file is undefined where none was chosen. */
export interface ReceivedForm<T> {
  readonly fields: Readonly<Record<string, string>>
  readonly taken: T | undefined
}

/** What a form may be, unless its page says otherwise. */
const limits = { files: 1, fields: 20, parts: 25, fieldSize: 20_000, fieldNameSize: 100, headerPairs: 50 } as const
type FormLimits = Readonly<Record<keyof typeof limits, number>>

/** Whether a form was sent as one that can hold a file. */
export const holdsFile = ({ headers }: Pick<Request, 'headers'>): boolean =>
  headers['content-type']?.startsWith('multipart/form-data') ?? false

/**
 * The same for a form that has to hold a file. @throws Problem bad-input when there is none, and those of `receiveForm`
 */
export async function receiveFile<T>(req: Request, most: number, take: (file: Received) => Promise<T>): Promise<T> {
  let isThere = false
  const { taken } = await receiveForm(req, most, (file) => {
    isThere = true
    return take(file)
  })
  if (!isThere) throw new Problem('bad-input', { detail: 'Choose a file first.' })
  return taken as T
}

/**
 * Hands a form's file on as it arrives: it is never held as a whole, here or on a disk. Whatever happens to the form,
 * whoever took the file has let go of it when this ends.
 * @param most bytes the file may have
 * @param own limits of this form where they differ: fields, and bytes of one
 * @throws Problem bad-input for what is no such form, body-too-large; and what `take` throws
 */
export async function receiveForm<T>(
  req: Request,
  most: number,
  take: (file: Received) => Promise<T>,
  own: Partial<FormLimits> = {},
): Promise<ReceivedForm<T>> {
  const parser = parserOf(req.headers, { ...limits, ...own, fileSize: most })
  const fields: Record<string, string> = Object.create(null)
  let taking: Promise<T> | undefined
  let file: Readable | undefined
  const over = new Promise<void>((resolve, reject) => {
    parser.on('field', (name, value, { valueTruncated }) => {
      if (valueTruncated) return reject(new Problem('body-too-large'))
      fields[name] = value
    })
    parser.on('file', (_name, bytes, { filename }) => {
      bytes.once('limit', () => bytes.destroy(new Problem('body-too-large')))
      if (!filename) return void bytes.resume()
      file = bytes
      taking = take({ name: filename, fields, bytes })
      taking.then(() => undefined, reject)
    })
    parser.once('close', resolve)
    parser.once('error', reject)
    req.once('aborted', () => parser.destroy(new Problem('bad-input', { detail: 'The file broke off on its way.' })))
  })
  req.pipe(parser)
  try {
    await over
    return { fields, taken: await taking }
  } catch (error) {
    // Nobody may be listening: it is the reading that has to end.
    file?.on('error', () => undefined).destroy(error as Error)
    await taking?.catch(() => undefined)
    throw error
  } finally {
    req.unpipe(parser)
    // What is left of a refused file is let go by, so that the browser hears the answer.
    req.resume()
  }
}

function parserOf(headers: IncomingHttpHeaders, all: FormLimits & { readonly fileSize: number }): busboy.Busboy {
  try {
    return busboy({ headers, limits: all, defParamCharset: 'utf8' })
  } catch (cause) {
    throw new Problem('bad-input', { detail: 'This is not a form with a file.' }, { cause })
  }
}
