import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { addAbortSignal } from 'node:stream'
import type { Source } from '../../standards/marc/index.ts'
import type { Io } from '../io.ts'
import { unreadable } from '../marc-file.ts'

const chunkSize = 256 * 1024

/**
 * Opens a file, or standard input where its name is "-". When the signal aborts, reading it throws.
 * @throws Problem bad-input where it cannot be read
 */
export async function openSource(name: string, io: Io, signal?: AbortSignal): Promise<Source> {
  if (name === '-') return signal ? addAbortSignal(signal, io.stdin) : io.stdin
  try {
    await (await open(name)).close()
  } catch (error) {
    throw unreadable(name, error as NodeJS.ErrnoException)
  }
  return bytesOf(name, signal)
}

async function* bytesOf(name: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(name, { highWaterMark: chunkSize, ...(signal && { signal }) })
  } catch (error) {
    throw signal?.aborted ? error : unreadable(name, error as NodeJS.ErrnoException)
  }
}
