import type { Response } from 'express'
import type { Decoded } from '../standards/marc/index.ts'
import { fileName, fileOf, type MarcFormatName, marcFormats } from './marc-formats.ts'

/** Sends a record as a file of the given format. */
export function sendMarc(res: Response, decoded: Decoded, format: MarcFormatName): void {
  const body = fileOf(decoded, format)
  res
    .set('Cache-Control', 'private, no-cache')
    .attachment(fileName(decoded, format))
    // `attachment` guesses a type from the extension: ours is the right one.
    .set('Content-Type', marcFormats[format].mediaType)
    .send(typeof body === 'string' ? body : Buffer.from(body))
}
