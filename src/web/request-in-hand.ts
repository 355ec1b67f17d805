import type { Request, Response } from 'express'
import { cookieOf, giveCookie, takeCookie } from './cookie.ts'

const name = 'farshelf-request'
const hours = 3 * 60 * 60 * 1000

/**
 * The request for which somebody searches: chosen with External Search, kept by this browser alone until a record is
 * linked or the search is given up.
 */
export function requestInHand(req: Request): number | undefined {
  const digits = /^\d{1,15}$/.exec(cookieOf(req, name) ?? '')?.[0]
  return digits === undefined ? undefined : Number(digits)
}

export const takeInHand = (req: Request, res: Response, id: number): void =>
  giveCookie(req, res, name, String(id), { maxAge: hours })

export const putDown = (req: Request, res: Response): void => takeCookie(req, res, name)
