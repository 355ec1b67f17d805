import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A real receiver on loopback. */
export async function openReceiver(
  answer: (n: number) => { status: number; headers?: Record<string, string> } | 'silence',
) {
  const received: Received[] = []
  const waiting: (() => void)[] = []
  const server = createServer(async (req, res) => {
    let body = ''
    for await (const piece of req) body += piece
    received.push({ headers: req.headers, body })
    for (const wake of waiting.splice(0)) wake()
    const said = answer(received.length)
    if (said === 'silence') return
    res.writeHead(said.status, said.headers).end('x'.repeat(200_000))
  })
  server.listen(0, '127.0.0.1')
  // A test that fails before it closes it keeps nobody waiting.
  server.unref()
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?to=us`,
    received,
    /** Until so many came. */
    async count(n: number): Promise<readonly Received[]> {
      while (received.length < n) await new Promise<void>((resolve) => waiting.push(resolve))
      return received
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
