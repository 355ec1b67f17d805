import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { until } from '../until.ts'

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
  // Somebody else may be given the port before the program asks for it: then it ends, and another port is tried.
  for (let tries = 0; tries < 5; tries++) {
    const port = await freePort()
    const child = spawn(program, args(port), { stdio: 'ignore', detached: true, ...(cwd !== undefined && { cwd }) })
    const ended = () => child.exitCode !== null || child.signalCode !== null
    await until(async () => ended() || (await accepts(port)))
    if (!ended()) return { port, stop: () => stopGroup(child) }
  }
  throw new Error(`${program} does not start`)
}

/**
 * yaz-ztest: the test server that comes with YAZ. Its hit counts are made up; its records are real. What it
 * scans is a file `dummy-words` of its folder.
 */
export function startZtest(program: string, cwd?: string): Promise<PeerServer> {
  return startPeer(program, (port) => ['-v', 'none', `tcp:127.0.0.1:${port}`], cwd)
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
