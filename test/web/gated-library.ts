import { createReadStream } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { createLog } from '../../src/kit/index.ts'
import { createZServer, openRecordFile } from '../../src/zserver/index.ts'
import type { Library } from '../search/libraries.ts'

/** A library that answers nothing until it is let to: so a test waits for what happens, never for a time. */
export interface GatedLibrary {
  readonly library: Library
  /** Lets it answer, from now on. */
  open(): void
  /** Holds its answers back again. */
  shut(): void
  close(): Promise<void>
}

const patient = 60_000

/** Lakeside (UNIMARC) behind a gate. */
export async function openGatedLibrary(id: string, settings: object = {}): Promise<GatedLibrary> {
  const database = await openRecordFile(
    createReadStream(new URL('../../fixtures/library/lakeside.mrc', import.meta.url)),
    { name: 'Default', flavour: 'unimarc' },
  )
  const server = createZServer({ databases: [database], name: id, log: createLog('silent') })
  await server.listen(0)

  let isOpen = false
  const held = new Set<() => void>()
  const sockets = new Set<Socket>()
  const gate = createServer((client) => {
    const upstream = connect(server.port, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(socket)
          client.destroy()
          upstream.destroy()
        })
    }
    client.pipe(upstream)
    upstream.on('data', (bytes: Buffer) => {
      const pass = () => client.write(bytes)
      if (isOpen) pass()
      else held.add(pass)
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => gate.once('listening', resolve))

  const deadlines = { connect: patient, init: patient, search: patient, present: patient, total: patient }
  return {
    library: {
      id,
      port: (gate.address() as AddressInfo).port,
      settings: { syntax: 'unimarc', deadlines, ...settings },
    },
    open() {
      isOpen = true
      for (const pass of held) pass()
      held.clear()
    },
    shut() {
      isOpen = false
    },
    async close() {
      const closed = new Promise((resolve) => gate.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
      await server.close()
    },
  }
}
