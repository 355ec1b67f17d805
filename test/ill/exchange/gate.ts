import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** Where messages wait: before they get to the library they are to, or when it has answered and nobody knows. */
export type Place = 'message' | 'answer'

export type Gate = Awaited<ReturnType<typeof openGate>>

/** Stands on the wire before a library: lets messages through, or holds them until somebody says so. */
export async function openGate(to: () => string) {
  let holding: Place | undefined
  const held: (() => void)[] = []
  /** As they came. */
  const passed: { readonly body: string; readonly headers: Record<string, string> }[] = []
  let ended = 0

  const hold = (place: Place): Promise<void> | undefined =>
    holding === place ? new Promise((resolve) => held.push(resolve)) : undefined
  const post = async (headers: Record<string, string>, body: string) => {
    const answer = await fetch(to(), { method: 'POST', headers, body })
    return { status: answer.status, body: await answer.text() }
  }

  const server = createServer(async (req, res) => {
    const message = { body: await text(req), headers: shown(req.headers) }
    try {
      await hold('message')
      const answer = await post(message.headers, message.body)
      passed.push(message)
      await hold('answer')
      res.writeHead(answer.status, { 'content-type': 'application/xml' }).end(answer.body)
    } catch {
      // As when nobody is there.
      req.socket.destroy()
    } finally {
      ended += 1
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    passed,
    /** How many wait. */
    get waiting() {
      return held.length
    },
    /** How many have been answered, or not been taken. */
    get ended() {
      return ended
    },
    /** From now on nothing goes beyond that place. */
    hold(place: Place) {
      holding = place
    },
    /** Lets through what waits, and everything that comes. */
    open() {
      holding = undefined
      for (const go of held.splice(0)) go()
    },
    /** Brings a message once more that was let through. Gives what it is answered. */
    again: ({ headers, body }: (typeof passed)[number]) => post(headers, body),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const shown = ({ 'content-type': type = '', authorization }: IncomingHttpHeaders): Record<string, string> => ({
  'content-type': type,
  ...(authorization !== undefined && { authorization }),
})
