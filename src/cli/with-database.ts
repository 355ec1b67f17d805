import { type Database, openDatabase } from '../kit/db/index.ts'
import { createLog, type Environment, readEnvironment } from '../kit/index.ts'

/**
 * Does work with the database of the environment: the running server's, if one runs. Logs only where LOG_LEVEL asks for
 * it: a command says itself what there is to say.
 * @throws Problem of `openDatabase`
 */
export async function withDatabase<T>(work: (database: Database, environment: Environment) => Promise<T>): Promise<T> {
  const environment = readEnvironment(process.env)
  const database = await openDatabase({
    url: environment.databaseUrl,
    migrationUrl: environment.databaseMigrationUrl,
    dataFolder: environment.data,
    log: createLog(process.env['LOG_LEVEL'] ? environment.logLevel : 'silent'),
  })
  try {
    return await work(database, environment)
  } finally {
    await database.close()
  }
}
