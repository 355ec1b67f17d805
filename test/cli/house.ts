import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestDatabase, useDatabase } from '../database.ts'

/** A database that the command line works on, and a folder of files for it, of the calling `describe`. */
export function useCommandLine() {
  const data: TestDatabase = useDatabase()
  let folder: string
  let address: string | undefined
  before('lead the command line to the database', async () => {
    folder = await mkdtemp(join(tmpdir(), 'farshelf-cli-'))
    address = process.env['DATABASE_URL']
    process.env['DATABASE_URL'] = data.url
  })
  after('lead it back', async () => {
    if (address === undefined) delete process.env['DATABASE_URL']
    else process.env['DATABASE_URL'] = address
    await rm(folder, { recursive: true })
  })
  const path = (name: string) => join(folder, name)
  return {
    data,
    path,
    /** Writes a file; gives its path. */
    async file(name: string, content: string | Buffer) {
      await writeFile(path(name), content)
      return path(name)
    },
  }
}
