import type { Request, Response } from 'express'
import { cookieOf, giveCookie } from './cookie.ts'

const name = 'farshelf-libraries'
const year = 365 * 24 * 60 * 60 * 1000

/** The libraries this browser chose last; undefined when it never did. */
export function rememberedLibraries(req: Request): string[] | undefined {
  const cookie = cookieOf(req, name)
  if (cookie === undefined) return undefined
  try {
    return decodeURIComponent(cookie).split(',').filter(Boolean)
  } catch {
    return undefined
  }
}

/** Remembers a choice of libraries in this browser: nothing else, and nobody's name with it. */
export function rememberLibraries(req: Request, res: Response, ids: readonly string[]): void {
  giveCookie(req, res, name, ids.join(','), { maxAge: year })
}
