import type { Request, Response } from 'express'
import { type Branch, branches } from '../../catalogue/index.ts'
import { Problem } from '../../problems.ts'
import { cookieOf, giveCookie } from '../cookie.ts'
import type { Door } from '../door.ts'
import { mayIn } from '../may.ts'
import type { Exchange } from '../route.ts'

const cookieName = 'farshelf-desk'
const year = 365 * 24 * 60 * 60 * 1000

/** Whose desk it is, and whose else it could be. */
export interface DeskBranch {
  readonly branch: Branch
  readonly choices: readonly Branch[]
}

/**
 * The branch a desk stands in: the one that is asked for, else the one this browser said last, else the person's own,
 * else the first, of those in which the visitor may lend.
 * @throws Problem no-desk where there is none
 */
export async function deskBranch(door: Door, { req, res, visitor }: Exchange, asked?: string): Promise<DeskBranch> {
  const active = (await branches(door.database.db)).filter(({ active }) => active)
  const choices = active.filter(({ code }) => mayIn(visitor, 'circulation', code))
  const wanted = [asked, cookieOf(req, cookieName), visitor.person?.branch]
  const branch = wanted.flatMap((code) => choices.filter((one) => one.code === code))[0] ?? choices[0]
  if (!branch) throw new Problem('no-desk')
  if (asked === branch.code) remember(req, res, asked)
  return { branch, choices }
}

/** A code is of small letters, digits and hyphens. */
const remember = (req: Request, res: Response, code: string): void =>
  giveCookie(req, res, cookieName, code, { maxAge: year })
