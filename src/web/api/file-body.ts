import type { Request } from 'express'
import { documentMediaTypes } from '../../ill/index.ts'
import { Problem } from '../../problems.ts'

/** What the body may say it is, where it is the file of a copy. */
export const mediaTypes = [...documentMediaTypes, 'application/octet-stream']

/**
 * @param types what the file may say it is; a copy's by default
 * @throws Problem bad-input for what is not the file itself
 */
export function refuseWrapped({ headers }: Request, types: readonly string[] = mediaTypes): void {
  const type = headers['content-type']?.replace(/;.*/s, '').trim().toLowerCase()
  if (type !== undefined && !types.includes(type))
    throw new Problem('bad-input', {
      detail: `Send the file itself, with one of these as Content-Type: ${types.join(', ')}`,
    })
  if (headers['content-encoding'] !== undefined)
    throw new Problem('bad-input', { detail: 'Send the file as it is, without a Content-Encoding' })
}

/** The whole body, of a file that is small. @throws Problem body-too-large, bad-input when it breaks off */
export async function wholeFile(req: Request, most: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const part of bytesOf(req)) {
      size += part.length
      if (size > most) throw new Problem('body-too-large')
      parts.push(part)
    }
  } finally {
    req.resume()
  }
  return Buffer.concat(parts)
}

/** The body as it comes; whoever reads no further can still answer. @throws Problem bad-input when it breaks off */
export async function* bytesOf(req: Request): AsyncGenerator<Uint8Array> {
  try {
    yield* req.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
  } catch (cause) {
    throw new Problem('bad-input', { detail: 'The file broke off on its way' }, { cause })
  }
}
