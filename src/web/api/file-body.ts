import type { Request } from 'express'
import { documentMediaTypes } from '../../ill/index.ts'
import { Problem } from '../../problems.ts'

/** What the body may say it is, where it is the file of a copy. */
export const mediaTypes = [...documentMediaTypes, 'application/octet-stream']

/** @throws Problem bad-input for what is not the file itself */
export function refuseWrapped({ headers }: Request): void {
  const type = headers['content-type']?.replace(/;.*/s, '').trim().toLowerCase()
  if (type !== undefined && !mediaTypes.includes(type))
    throw new Problem('bad-input', {
      detail: `Send the file itself, with one of these as Content-Type: ${mediaTypes.join(', ')}`,
    })
  if (headers['content-encoding'] !== undefined)
    throw new Problem('bad-input', { detail: 'Send the file as it is, without a Content-Encoding' })
}

/** The body as it comes; whoever reads no further can still answer. @throws Problem bad-input when it breaks off */
export async function* bytesOf(req: Request): AsyncGenerator<Uint8Array> {
  try {
    yield* req.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
  } catch (cause) {
    throw new Problem('bad-input', { detail: 'The file broke off on its way' }, { cause })
  }
}
