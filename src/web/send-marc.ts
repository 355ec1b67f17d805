import type { Response } from 'express'
import { fileName, fileOf, type MarcFormatName, marcFormats, type Writable } from './marc-formats.ts'

/** Sends a record as a file of the given format. */
export function sendMarc(res: Response, record: Writable, format: MarcFormatName): void {
  const body = fileOf(record, format)
  res
    .set('Cache-Control', 'private, no-cache')
    .attachment(fileName(record, format))
    // `attachment` guesses a type from the extension: ours is the right one.
    .set('Content-Type', marcFormats[format].mediaType)
    .send(typeof body === 'string' ? body : Buffer.from(body))
}
