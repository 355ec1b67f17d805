import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { type App, startApp } from '../../src/app.ts'
import { createLog, readEnvironment } from '../../src/kit/index.ts'
import { TargetsFile } from '../../src/search/index.ts'
import { useLibrary } from '../circulation/library.ts'
import { type ImapServerForTests, openImapServer } from '../imap-server.ts'
import { until } from '../until.ts'

describe('A running Farshelf with a mailbox', () => {
  let folder: string
  let app: App | undefined
  let imap: ImapServerForTests
  before(async function () {
    imap = await openImapServer(this)
  })
  after('stop it, before the database goes', async () => {
    await app?.close()
    await imap?.close()
    if (folder) await rm(folder, { recursive: true })
  })
  const library = useLibrary()

  it('looks into it by itself, and leaves what is none of its business', async () => {
    imap.deliver('From: a@b.example\r\nMessage-ID: <1@b.example>\r\nSubject: Lunch?\r\n\r\nAt noon.\r\n')
    folder = await mkdtemp(join(tmpdir(), 'farshelf-fetching-'))
    const environment = readEnvironment({
      ...{ FARSHELF_PORT: '0', FARSHELF_CONFIG: folder, FARSHELF_DATA: folder, DATABASE_URL: library.url },
      FARSHELF_IMAP: imap.url,
    })
    app = await startApp(environment, TargetsFile.parse({}), createLog('silent'))
    const outcomes = async () =>
      (await library.db.selectFrom('lender_replies').select('outcome').execute()).map((one) => one.outcome)
    await until(async () => (await outcomes()).length > 0)
    expect(await outcomes()).to.deep.equal(['unknown'])
    expect([imap.count(), imap.count('Farshelf')]).to.deep.equal([1, 0])
  })
})
