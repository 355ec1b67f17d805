import { Readable, Writable } from 'node:stream'
import { runCommandLine } from '../../src/cli/command-line.ts'

export interface Outcome {
  readonly code: number
  readonly stdout: Buffer
  readonly out: string
  readonly err: string
}

/** Runs a command line in this process, as `farshelf ARGS…` would. */
export async function farshelf(...args: string[]): Promise<Outcome> {
  const out: Buffer[] = []
  const err: Buffer[] = []
  const into = (chunks: Buffer[]) =>
    new Writable({
      write(chunk, _encoding, done) {
        chunks.push(Buffer.from(chunk))
        done()
      },
    })
  const code = await runCommandLine(args, { stdin: Readable.from([]), stdout: into(out), stderr: into(err) })
  const stdout = Buffer.concat(out)
  return { code, stdout, out: stdout.toString(), err: Buffer.concat(err).toString() }
}
