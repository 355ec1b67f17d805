import { PassThrough, Readable } from 'node:stream'
import { expect } from 'chai'
import { runCommandLine } from '../../src/cli/command-line.ts'
import { listTroubles } from '../../src/messages/index.ts'
import { bounce } from '../messages/bounce.ts'
import { anOverdue, queued } from '../messages/sending.ts'
import { farshelf } from './command-line.ts'
import { useCommandLine } from './house.ts'

const messageId = '<farshelf.r7.1.0123456789abcdef01@library.example>'
const mail = bounce({ to: 'ill@library.example', original: `Message-ID: ${messageId}\r\nSubject: Overdue\r\n\r\nText` })

describe('farshelf messages bounce', () => {
  const { data, path, file: write } = useCommandLine()

  it('makes a problem of the message it is about, and says which', async () => {
    const { id } = await queued(data.database, anOverdue({ about: { requestId: 7 } }))
    await data.database.db.updateTable('messages').set({ state: 'sent', message_id: messageId }).execute()
    const file = await write('bounce.eml', mail)
    const { code, out } = await farshelf('messages', 'bounce', file)
    expect([code, out.slice(0, out.indexOf(': '))]).to.deep.equal([
      0,
      `Message ${id} about R-000007 is among the problems now`,
    ])
    expect(await listTroubles(data.database.db)).to.have.lengthOf(1)
    const stdout = new PassThrough()
    const io = { stdin: Readable.from([Buffer.from(mail)]), stdout, stderr: stdout }
    expect(await runCommandLine(['messages', 'bounce', '-'], io)).to.equal(0)
    expect(String(stdout.read())).to.equal(out)
  })

  it('says what is none of ours, and takes no more than a mail', async () => {
    const file = await write('other.eml', 'Subject: Hello\r\n\r\nHow are you?')
    const { code, err } = await farshelf('messages', 'bounce', file)
    expect([code, err]).to.deep.equal([1, 'It is no report of a mail server (RFC 3464): nothing was done.\n'])
    await write('other.eml', Buffer.alloc(1024 * 1024 + 1))
    const large = await farshelf('messages', 'bounce', file)
    expect([large.code, large.err]).to.deep.equal([2, 'farshelf: The mail has more than 1048576 bytes\n'])
    expect((await farshelf('messages', 'bounce', path('none'))).code).to.equal(2)
  })
})
