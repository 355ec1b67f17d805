import type { Request } from 'express'

/** What a browser sends under a name, as it stands there; undefined where it sends nothing. */
export const cookieOf = (req: Request, name: string): string | undefined =>
  req.headers.cookie
    ?.split(/;\s*/)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)
