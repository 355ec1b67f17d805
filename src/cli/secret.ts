import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { Problem } from '../problems.ts'
import type { Io } from './io.ts'

const longest = 1024

/**
 * Reads a secret: from a terminal, twice and without showing it; else the first line of standard input.
 * @throws Problem bad-input when both differ or there is none
 */
export async function askSecret(io: Io, what: string): Promise<string> {
  const isTerminal = 'isTTY' in io.stdin && io.stdin.isTTY === true
  const secret = isTerminal ? await typed(io, what) : await firstLine(io)
  if (secret === '') throw new Problem('bad-input', { detail: `no ${what} was given` })
  return secret
}

async function typed(io: Io, what: string): Promise<string> {
  // The terminal echoes nothing itself while readline listens, and readline writes to nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: io.stdin, output: nowhere, terminal: true })
  const given = new AbortController()
  lines.on('SIGINT', () => given.abort())
  try {
    const ask = async (prompt: string) => {
      io.stderr.write(prompt)
      const line = await lines.question('', { signal: given.signal }).catch(() => '')
      io.stderr.write('\n')
      return line
    }
    const secret = await ask(`${what}: `)
    if ((await ask('The same once more: ')) !== secret) throw new Problem('bad-input', { detail: 'they differ' })
    return secret
  } finally {
    lines.close()
  }
}

async function firstLine({ stdin }: Io): Promise<string> {
  let text = ''
  for await (const chunk of stdin) {
    text += String(chunk)
    if (text.includes('\n') || text.length > longest) break
  }
  return text.split(/\r?\n/, 1)[0]!
}
