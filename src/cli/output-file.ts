import { randomBytes } from 'node:crypto'
import { createWriteStream, type Stats } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { Problem } from '../problems.ts'
import { type Io, Output } from './io.ts'

/**
 * Lets work write to a file, or to standard output where none is named. The file is there only when it is whole: until
 * then it has a name of its own that ends in `.part`, so that two may write one file at once: the last one stays.
 * @throws Problem output-failed, and what work throws
 */
export async function intoFile<T>(name: string | undefined, io: Io, work: (output: Output) => Promise<T>): Promise<T> {
  if (name === undefined || name === '-') {
    const output = new Output(io.stdout)
    const done = await work(output)
    await output.end()
    return done
  }
  // A device or a pipe cannot be renamed over.
  const isPlain = await stat(name).then(
    (found: Stats) => found.isFile(),
    () => true,
  )
  const path = isPlain ? `${name}.${randomBytes(4).toString('hex')}.part` : name
  const stream = createWriteStream(path, { flags: isPlain ? 'wx' : 'w' })
  const output = new Output(stream)
  try {
    const done = await work(output)
    await output.end()
    stream.end()
    await finished(stream).catch(failed)
    if (isPlain) await rename(path, name).catch(failed)
    return done
  } catch (error) {
    stream.destroy()
    if (isPlain) await rm(path, { force: true })
    throw error
  }
}

function failed(error: Error): never {
  throw new Problem('output-failed', { detail: error.message }, { cause: error })
}
