import pg from 'pg'
import { Problem } from '../../problems.ts'

/** A serialisation failure and a deadlock: the transaction did nothing, and may be tried again. */
export const isContention = (error: unknown): boolean => {
  const { code } = error as { code?: unknown }
  return code === '40001' || code === '40P01'
}

/** Codes of a system that does not reach the server. */
const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE', 'ETIMEDOUT'])
/** PostgreSQL's classes: connection exception, and the operator's intervention (shutting down, starting up). */
const gone = /^(08...|57P0[1-4]|53300)$/
/** What `pg` itself says, without a code. */
const sayings =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/

/** The problem behind an error of the driver's, when it is that the database is away or full; else undefined. */
export function databaseProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || error instanceof Problem) return undefined
  const { code, syscall } = error as NodeJS.ErrnoException
  const away =
    error instanceof pg.DatabaseError
      ? gone.test(code ?? '')
      : (syscall !== undefined &&
          (syscall === 'connect' || syscall === 'read' || syscall === 'write') &&
          unreachable.has(code ?? '')) ||
        sayings.test(error.message)
  return away ? new Problem('database-unavailable', {}, { cause: error }) : undefined
}
