import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface IllClientRun {
  /** 0 where a Status-Or-Error-Report without an error came, 7 where one with an error, 6 where something else. */
  readonly code: number
  /** What it was answered, as it prints that. */
  readonly answer: string
  /** What it says at the end. */
  readonly words: string
}

/** Sends an ILL-Request of these parameters, such as `ill,item-id,title`, by yaz-illclient, which leaves a file behind. */
export async function runIllClient(
  program: string,
  address: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<IllClientRun> {
  const folder = await mkdtemp(join(tmpdir(), 'farshelf-ill-'))
  const given = Object.entries(parameters).flatMap(([name, value]) => ['-D', `${name}=${value}`])
  try {
    return await new Promise((resolve, reject) => {
      execFile(program, [...given, address], { cwd: folder, timeout: 100_000 }, (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') return reject(error)
        const [, answer = '', ...words] = stderr.split(/^\}$/m)
        const code = error ? Number(error.code) : 0
        resolve({ code, answer: answer.trim(), words: [stdout, ...words].join('\n').trim() })
      })
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}
