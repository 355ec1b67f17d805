import { accounts } from './accounts.ts'
import { administration } from './administration.ts'
import { api } from './api.ts'
import { catalogue } from './catalogue.ts'
import { circulation } from './circulation.ts'
import { lending } from './lending.ts'
import { operations } from './operations.ts'
import { requests } from './requests.ts'
import type { Rule, Rules } from './rule.ts'
import { search } from './search.ts'
import { systems } from './systems.ts'

export type { Need, Rule } from './rule.ts'

/** The rules by area: one file each. A route stands in one of them only. */
export const areas: readonly Rules[] = [
  operations,
  search,
  requests,
  lending,
  catalogue,
  circulation,
  accounts,
  administration,
  systems,
  api,
]

/**
 * Who may do what: every route of pages and API, with what it takes. A page can't be mounted without a row (it does not
 * compile), an operation of the API without one stops the start.
 */
export const policy = {
  ...operations,
  ...search,
  ...requests,
  ...lending,
  ...catalogue,
  ...circulation,
  ...accounts,
  ...administration,
  ...systems,
  ...api,
} as const satisfies Rules

export type RouteName = keyof typeof policy

/** The rule of a route. @throws Error when it has none: nothing is served that nobody decided on */
export function ruleOf(route: string): Rule {
  if (!Object.hasOwn(policy, route)) throw new Error(`${route} has no row in the policy`)
  return policy[route as RouteName]
}
