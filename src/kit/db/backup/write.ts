import { Readable } from 'node:stream'
import { createGzip, type Gzip } from 'node:zlib'
import { sql } from 'kysely'
import { to as copyTo } from 'pg-copy-streams'
import type { Log } from '../../log.ts'
import type { Connection } from '../connect.ts'
import { migrationState, refuseUnknown } from '../migrate.ts'
import { Framing, type Header } from './format.ts'
import { inSession, type Session } from './session.ts'
import { sequencesOf, tablesOf } from './shape.ts'

export interface Progress {
  readonly table: string
  readonly rows: number
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** COPY's table and columns. */
export const columnsOf = ({ name, columns }: Header['tables'][number]) =>
  `${quoted(name)} (${columns.map(quoted).join(', ')})`

/**
 * Hands a backup of the whole database, as it is at one moment, to `save`, which has to read the stream to its end.
 * What is written meanwhile goes on and is not in it. Gives what is in it.
 * @throws Problem database-newer
 */
export async function backUp(
  { access }: Connection,
  log: Log,
  save: (backup: Readable) => Promise<void>,
  tell: (progress: Progress) => void = () => {},
): Promise<Header> {
  return inSession(access, log, 'begin isolation level repeatable read read only', async (session) => {
    const header = await describe(session)
    const zip: Gzip = createGzip({ level: 5 })
    const parts = Readable.from(content(session, header, tell), { objectMode: false })
    parts.on('error', (error) => zip.destroy(error))
    await save(parts.pipe(zip))
    return header
  })
}

async function describe({ db }: Session): Promise<Header> {
  const state = await migrationState(db)
  refuseUnknown(state)
  const tables: Header['tables'] = []
  for (const { name, columns } of await tablesOf(db)) {
    const { rows } = await sql<{ count: number }>`select count(*) from ${sql.id(name)}`.execute(db)
    tables.push({ name, columns: [...columns], rows: rows[0]!.count })
  }
  // After the moment was fixed: no row of it has a number beyond these.
  return {
    format: 'farshelf-backup-1',
    migrations: [...state.applied],
    tables,
    sequences: [...(await sequencesOf(db))],
  }
}

async function* content(
  { client }: Session,
  header: Header,
  tell: (progress: Progress) => void,
): AsyncGenerator<Buffer> {
  const framing = new Framing()
  yield framing.header(header)
  for (const table of header.tables) {
    tell({ table: table.name, rows: table.rows })
    const rows = client.query(copyTo(`copy ${columnsOf(table)} to stdout`))
    for await (const bytes of rows as AsyncIterable<Buffer>) if (bytes.length > 0) yield framing.piece(bytes)
    yield framing.piece(Buffer.alloc(0))
  }
  yield framing.end()
}
