import type { Request, Response } from 'express'

const name = 'farshelf-libraries'
const year = 365 * 24 * 60 * 60 * 1000

/** The libraries this browser chose last; undefined when it never did. */
export function rememberedLibraries(req: Request): string[] | undefined {
  const cookie = req.headers.cookie?.split(/;\s*/).find((pair) => pair.startsWith(`${name}=`))
  if (!cookie) return undefined
  try {
    return decodeURIComponent(cookie.slice(name.length + 1))
      .split(',')
      .filter(Boolean)
  } catch {
    return undefined
  }
}

/** Remembers a choice of libraries in this browser: nothing else, and nobody's name with it. */
export function rememberLibraries(req: Request, res: Response, ids: readonly string[]): void {
  res.cookie(name, ids.join(','), { httpOnly: true, sameSite: 'lax', secure: req.secure, maxAge: year })
}
