import { expect } from 'chai'
import { readEnvironment } from '../../../src/kit/index.ts'
import { openMailbox } from '../../../src/kit/mail/index.ts'
import { Problem } from '../../../src/problems.ts'
import { type ImapServerForTests, openImapServer } from '../../imap-server.ts'

describe('A mailbox over TLS', () => {
  let imap: ImapServerForTests
  before(async function () {
    imap = await openImapServer(this)
  })
  after(() => imap?.close())

  const mailbox = (more: Readonly<Record<string, string>> = {}) =>
    readEnvironment({ FARSHELF_IMAP: imap.secureUrl, ...more }).inbox!.mailbox

  it('is opened where its certificate is one of those that are trusted', async () => {
    imap.deliver('From: a@b.example\r\nSubject: x\r\n\r\nHello\r\n')
    const box = await openMailbox(mailbox({ FARSHELF_IMAP_CA: imap.certificate }), 'Done')
    try {
      expect(await box.list({ above: 0 })).to.have.length(1)
    } finally {
      await box.close()
    }
  })

  it('is not opened where nobody vouches for its server, and nobody’s password is shown to that', async () => {
    const error = await openMailbox(mailbox(), 'Done').then(
      () => undefined,
      (thrown: NodeJS.ErrnoException) => thrown,
    )
    expect(error?.code).to.equal('DEPTH_ZERO_SELF_SIGNED_CERT')
  })

  it('is not looked for with a file that holds no certificate', () => {
    for (const file of [import.meta.filename, '/nowhere/ca.pem'])
      expect(() => mailbox({ FARSHELF_IMAP_CA: file }))
        .to.throw(Problem)
        .with.nested.property('context.variable', 'FARSHELF_IMAP_CA')
  })
})
