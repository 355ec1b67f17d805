import type { RequestHandler } from 'express'
import { z } from 'zod'
import { route } from '../../route.ts'

/** For the script that warns before a session ends: how long it still lasts. Posting is a use of it, asking is not. */
export const sessionEnd: RequestHandler = route(z.object({}), (_input, { res, visitor }) =>
  res.set('Cache-Control', 'no-store').json(visitor.sessionEnd),
)
