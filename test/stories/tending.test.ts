import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'chai'
import { type App, startApp } from '../../src/app.ts'
import { createLog, readEnvironment } from '../../src/kit/index.ts'
import { TargetsFile } from '../../src/search/index.ts'
import { useLibrary } from '../circulation/library.ts'

describe('What a running Farshelf does by itself', () => {
  let folder: string
  let app: App | undefined
  after('stop it, before the database goes', async () => {
    await app?.close()
    if (folder) await rm(folder, { recursive: true })
  })
  const library = useLibrary()

  it('clears the pickup shelf, and writes to readers', async () => {
    const [bib, edda, farid] = [
      await library.bib('Wide tides'),
      await library.patron({ email: 'edda@readers.example' }),
      await library.patron({ email: 'farid@readers.example' }),
    ]
    const [shelved, lent] = [await library.item(bib), await library.item(await library.bib('Far shores'))]
    const wish = await library.wish({ itemId: shelved.id }, edda)
    await library.in(shelved)
    await library.lend(lent.id, farid)
    // That it stood ready was told in its time.
    await library.db.deleteFrom('jobs').execute()
    library.setNow(Date.UTC(2026, 3, 1, 12))
    folder = await mkdtemp(join(tmpdir(), 'farshelf-tending-'))
    const environment = readEnvironment({
      ...{ FARSHELF_PORT: '0', FARSHELF_CONFIG: folder, FARSHELF_DATA: folder, DATABASE_URL: library.url },
    })
    app = await startApp(environment, TargetsFile.parse({}), createLog('silent'), { clock: { now: () => library.now } })
    const kinds = async () => {
      const rows = await library.db.selectFrom('messages').select(['kind', 'state', 'to_address']).execute()
      return rows.map(({ kind, state, to_address }) => `${kind} ${state} ${to_address}`).sort()
    }
    const wanted = ['overdue kept farid@readers.example', 'pickup-expired kept edda@readers.example']
    while ((await kinds()).join() !== wanted.join()) await wait(50)
    const row = await library.db.selectFrom('reservations').select('state').where('id', '=', wish.id).executeTakeFirst()
    expect(row?.state).to.equal('expired')
  })
})
