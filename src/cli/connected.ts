import { type Connection, connect } from '../kit/db/index.ts'
import { createLog, type Log, readEnvironment } from '../kit/index.ts'

/** Runs work on the configured database as its owner, and lets go of it. @throws Problem of `connect` */
export async function withConnection<T>(work: (connection: Connection, log: Log) => Promise<T>): Promise<T> {
  const environment = readEnvironment(process.env)
  // What a command has to say it says itself.
  const log = createLog(environment.logLevel === 'info' ? 'warn' : environment.logLevel)
  const connection = await connect({
    url: environment.databaseUrl,
    migrationUrl: environment.databaseMigrationUrl,
    dataFolder: environment.data,
    log,
  })
  try {
    return await work(connection, log)
  } finally {
    await connection.close()
  }
}
