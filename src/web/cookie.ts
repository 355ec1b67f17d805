import type { CookieOptions, Request, Response } from 'express'

/** The setting of the application that holds what its cookies' names end in. */
export const cookieMark = 'cookie mark'

/** A browser gives one host's cookies to all its ports: where several of us stand there, each has names of its own. */
const ours = (req: Request, name: string): string => `${name}${(req.app.get(cookieMark) as string | undefined) ?? ''}`

/** What a browser sends under a name, as it stands there; undefined where it sends nothing. */
export const cookieOf = (req: Request, name: string): string | undefined =>
  req.headers.cookie
    ?.split(/;\s*/)
    .find((pair) => pair.startsWith(`${ours(req, name)}=`))
    ?.slice(ours(req, name).length + 1)

/** Scripts do not see it, and other sites' forms do not bring it. */
const always = { httpOnly: true, sameSite: 'lax', path: '/' } as const

/** Has a browser keep something under a name. `maxAge` in milliseconds: until it is closed, if not given. */
export function giveCookie(
  req: Request,
  res: Response,
  name: string,
  value: string,
  options: Pick<CookieOptions, 'maxAge'> & { readonly secure?: boolean } = {},
): void {
  res.cookie(ours(req, name), value, { ...always, secure: req.secure, ...options })
}

/** Has it forget that. */
export function takeCookie(req: Request, res: Response, name: string, secure = req.secure): void {
  res.clearCookie(ours(req, name), { ...always, secure })
}
