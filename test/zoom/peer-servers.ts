import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A Z39.50 server of another make, on a loopback port of its own. */
export interface PeerServer {
  readonly port: number
  /** Stops it with every process it forked. */
  stop(): Promise<void>
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** Starts a server program, with the arguments made for its port, and waits until it takes connections. */
export async function startPeer(
  program: string,
  args: (port: number) => readonly string[],
  cwd?: string,
): Promise<PeerServer> {
  const port = await freePort()
  const child = spawn(program, args(port), { stdio: 'ignore', detached: true, ...(cwd !== undefined && { cwd }) })
  const stop = () => stopGroup(child)
  for (let tries = 0; !(await accepts(port)); tries++) {
    if (child.exitCode !== null || tries > 200) {
      await stop()
      throw new Error(`${program} does not listen on port ${port}`)
    }
    await sleep(20)
  }
  return { port, stop }
}

/** yaz-ztest: the test server that comes with YAZ. Its hit counts are made up; its records are real. */
export function startZtest(program: string): Promise<PeerServer> {
  return startPeer(program, (port) => ['-v', 'none', `tcp:127.0.0.1:${port}`])
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const gone = once(child, 'exit')
  process.kill(-child.pid, 'SIGTERM')
  await gone
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
