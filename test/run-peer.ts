import { spawn } from 'node:child_process'

/** Runs a peer with lines on its standard input; gives what it prints. It is stopped when it hangs. */
export function runPeer(program: string, args: readonly string[], input: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], timeout: 100_000 })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.on('error', reject)
    child.on('close', () => resolve(output))
    child.stdin.end(`${input.join('\n')}\n`)
  })
}
