import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { sql } from 'kysely'
import { indexRecord } from '../../src/catalogue/indexing/index.ts'
import { connect } from '../../src/kit/db/connect.ts'
import { openDatabase } from '../../src/kit/db/index.ts'
import { migrate } from '../../src/kit/db/migrate.ts'
import { migrations } from '../../src/kit/db/migrations/index.ts'
import { createLog } from '../../src/kit/index.ts'
import { type MarcRecord, readRecords } from '../../src/standards/marc/index.ts'
import { testServer } from '../database.ts'

const change = '013-search-tiers'
const log = createLog('silent')

describe('A catalogue from before there were tiers', () => {
  it('is indexed as new records are', async () => {
    const file = readFileSync(new URL('../../fixtures/library/northfield.mrc', import.meta.url))
    const records: MarcRecord[] = []
    for await (const read of readRecords([file])) if ('record' in read && records.length < 50) records.push(read.record)
    const rows = records.map((record) => indexRecord(record, 'marc21').search)

    const server = await testServer()
    const url = await server.create('empty')
    const { owner, close } = await connect({ url, dataFolder: '', log })
    await migrate(owner, log, Object.fromEntries(Object.entries(migrations).filter(([name]) => name < change)))
    for (const { words, title, author, year, format, language, level } of rows) {
      await sql`
        with bib as (
          insert into bibs (version, state, flavour, level, marc, fingerprint, changed_by_name, action)
          values (1, 'active', 'marc21', ${level}, '', '', 'Ada', 'create') returning id)
        insert into bib_search (bib_id, words, title, author, year, format, language, level)
        select id, ts_delete(${words}::tsvector, array(
            select lexeme from unnest(${words}::tsvector) where lexeme like '~=%' or lexeme like '~+%')),
          ${title}, ${author}, ${year}, ${format}, ${language}, ${level} from bib
      `.execute(owner)
    }
    await close()

    const database = await openDatabase({ url, dataFolder: '', log })
    try {
      for (const [at, row] of rows.entries()) {
        const found = await sql<{ same: boolean; words: string; title: string }>`
          select words, words = ${row.words}::tsvector as same, title from bib_search where bib_id = ${at + 1}
        `.execute(database.db)
        expect(found.rows[0]?.same, `${row.title}: ${found.rows[0]?.words} is not ${row.words}`).to.equal(true)
        expect(found.rows[0]?.title).to.equal(row.title)
      }
    } finally {
      await database.close()
      await server.drop(url)
    }
  })
})
