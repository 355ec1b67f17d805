import type { RequestHandler, Router } from 'express'
import { allow, fromOurForm } from './guard.ts'
import { policy, type RouteName, type Rule } from './policy/index.ts'

type PageRoute = Exclude<RouteName, `${string} /api/${string}`>

/**
 * Puts pages under their addresses, each behind what the policy says of it. Requests that change something must come
 * from a form of ours; what was typed into one is kept where it cannot be taken yet.
 */
export type Mount = (route: PageRoute, handler: RequestHandler) => void

export const mount =
  (router: Router, keepDraft: (rule: Rule) => RequestHandler): Mount =>
  (route, handler) => {
    const [method, path] = route.split(' ') as ['GET' | 'POST', string]
    if (method === 'GET') router.get(path, allow(policy[route]), handler)
    else router.post(path, keepDraft(policy[route]), allow(policy[route]), ...fromOurForm, handler)
  }
