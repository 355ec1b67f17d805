import { createGunzip } from 'node:zlib'
import { Problem } from '../../problems.ts'
import type { Source } from '../../standards/marc/index.ts'

/** Limits of a file that comes from outside. */
export interface SourceLimits {
  /** Bytes, uncompressed. */
  readonly bytes: number
  /** How many times its size a gzip may unpack to, once it is over a mebibyte. Records come to some 10, XML to 40. */
  readonly ratio: number
}

export const usualLimits: SourceLimits = { bytes: 64 * 1024 ** 3, ratio: 200 }

const enoughToJudge = 1024 * 1024

/**
 * The bytes of a file, unpacked where its first two say gzip (several members are one file, as `cat` makes them).
 * @throws Problem import-too-large, import-too-dense, import-gzip-broken
 */
export async function* incoming(source: Source, limits: SourceLimits = usualLimits): AsyncGenerator<Uint8Array> {
  const chunks = nonEmpty(source)
  const first = await chunks.next()
  if (first.done) return
  // A first chunk of one byte does not tell yet.
  const second = first.value.length < 2 ? await chunks.next() : undefined
  const head = second?.value ? Buffer.concat([first.value, second.value]) : first.value
  const rest = joined(head, chunks)
  yield* limited(head[0] === 0x1f && head[1] === 0x8b ? unpacked(rest, limits.ratio) : rest, limits.bytes)
}

async function* nonEmpty(source: Source): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of source) if (chunk.length > 0) yield chunk
}

async function* joined(head: Uint8Array, rest: AsyncGenerator<Uint8Array, void>): AsyncGenerator<Uint8Array> {
  yield head
  yield* rest
}

async function* limited(source: AsyncGenerator<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > limit) throw new Problem('import-too-large', { limit })
    yield chunk
  }
}

async function* unpacked(source: AsyncGenerator<Uint8Array>, ratio: number): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 })
  let [read, made] = [0, 0]
  let failed: unknown
  const feeding = feed()
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      made += chunk.length
      if (made > enoughToJudge && made > ratio * read) throw new Problem('import-too-dense', { limit: ratio })
      yield chunk
    }
    await feeding
  } catch (error) {
    if (failed !== undefined) throw failed
    const { code, message } = error as NodeJS.ErrnoException
    if (code?.startsWith('Z_')) throw new Problem('import-gzip-broken', { detail: message }, { cause: error })
    throw error
  } finally {
    gunzip.destroy()
  }

  async function feed(): Promise<void> {
    try {
      for await (const chunk of source) {
        read += chunk.length
        if (gunzip.destroyed) return
        if (!gunzip.write(chunk)) await drained()
      }
      gunzip.end()
    } catch (error) {
      failed = error
      gunzip.destroy(error as Error)
    }
  }

  function drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        gunzip.off('drain', done)
        gunzip.off('close', done)
        resolve()
      }
      gunzip.on('drain', done)
      gunzip.on('close', done)
    })
  }
}
