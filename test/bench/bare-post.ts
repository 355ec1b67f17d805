import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import pg from 'pg'

/** What any system has to do that keeps a message before it confirms it, and nothing else: `bare-post.ts DATABASE_URL`. */
const pool = new pg.Pool({ connectionString: process.argv[2], max: 10 })
await pool.query('create table bare_messages (id bigint generated always as identity primary key, body text not null)')
const server = createServer((req, res) => {
  void (async () => {
    const body = await text(req)
    await pool.query({ name: 'keep', text: 'insert into bare_messages (body) values ($1)', values: [body] })
    res.setHeader('content-type', 'application/xml').end('<ok/>')
  })()
})
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port))
// Whoever started it is gone.
process.on('disconnect', () => process.exit())
