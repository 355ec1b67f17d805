import { spawn } from 'node:child_process'

export interface Guard {
  /** The server ends in order: no need to watch it any more. */
  dismiss(): void
}

/** Waits for the end of its input, which comes when we are gone, however we went. */
const script = `
read -r nothing
kill -QUIT "$1" 2>/dev/null
for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$1" 2>/dev/null || break; sleep 0.1; done
shift
rm -rf "$@"`

/**
 * Sees to it that a server with temporary data ends, and its folders go, even if this process is killed. There is no
 * such shell on Windows: there it stays behind.
 */
export function guard(pid: number, folders: readonly string[]): Guard {
  if (process.platform === 'win32') return { dismiss() {} }
  const child = spawn('/bin/sh', ['-c', script, 'sh', String(pid), ...folders], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  child.on('error', () => undefined)
  child.unref()
  child.stdin.on('error', () => undefined)
  // A pipe is a socket to Node, and would keep the process up.
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref()
  return {
    dismiss() {
      child.kill('SIGKILL')
    },
  }
}
