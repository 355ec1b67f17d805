import { pipeline } from 'node:stream/promises'
import { bytesOfDocument, type DocumentMediaType } from '../ill/index.ts'
import type { Db } from '../kit/db/index.ts'
import type { Exchange } from './route.ts'

/** A file that is here. */
interface Sendable {
  readonly fileId: number
  readonly fileName: string
  readonly mediaType: DocumentMediaType
  /** Bytes. */
  readonly size: number
}

/**
 * Sends a copy as a file to be kept. It came from a stranger: nothing of it is shown or run as a page of ours, and no
 * cache keeps it. Ends once all of it is handed over; fails where whoever wanted it has gone before.
 */
export async function sendDocument(db: Db, document: Sendable, { res, signal }: Exchange): Promise<void> {
  res.attachment(document.fileName).type(document.mediaType)
  res.set({
    'Content-Length': String(document.size),
    'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-store',
  })
  await pipeline(bytesOfDocument(db, document), res, { signal }).catch((error: unknown) => {
    // Who has everything goes, too.
    if (!res.writableFinished) throw error
  })
}
