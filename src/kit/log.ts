import { type Logger, pino } from 'pino'

export type Log = Logger

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/**
 * A structured log on standard error, one JSON object a line. Nothing logs credentials; should something come to, the
 * usual names of them are struck out, at the top of what is logged and one level below.
 */
export function createLog(level: LogLevel): Log {
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: [
          'password',
          '*.password',
          '*.authentication',
          'authentication',
          'credentials',
          '*.credentials',
          'headers.authorization',
          'headers.cookie',
        ],
        censor: '[redacted]',
      },
    },
    pino.destination({ fd: 2, sync: true }),
  )
}
