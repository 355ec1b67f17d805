import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import type { Request } from 'express'
import { receiveFile } from '../../src/web/receive-file.ts'

const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.mrc"\r\n\r\n'

/** A request whose form is this. */
function requestOf(...parts: readonly string[]): Request {
  const body = new PassThrough()
  for (const part of parts) body.write(part)
  body.end()
  return Object.assign(body, { headers: { 'content-type': 'multipart/form-data; boundary=b' } }) as unknown as Request
}

describe('A file that comes in by a form', () => {
  it('is handed on', async () => {
    const received = await receiveFile(requestOf(head, 'all of it', '\r\n--b--\r\n'), 1000, async ({ name, bytes }) => {
      let text = ''
      for await (const chunk of bytes) text += String(chunk)
      return `${name}: ${text}`
    })
    expect(received).to.equal('a.mrc: all of it')
  })

  it('and breaks off is refused once whoever took it has let go of it', async () => {
    let held = false
    const receiving = receiveFile(requestOf(head, 'half of'), 1000, async ({ bytes }) => {
      held = true
      try {
        for await (const _ of bytes);
      } finally {
        // Undoing what was begun takes its time.
        await new Promise((resolve) => setTimeout(resolve, 50))
        held = false
      }
    })
    const outcome = await receiving.then(
      () => 'taken',
      () => 'refused',
    )
    expect([outcome, held]).to.deep.equal(['refused', false])
  })
})
