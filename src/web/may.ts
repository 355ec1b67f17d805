import type { Permission, Rights } from '../accounts/index.ts'
import type { Need, Rule } from './policy/index.ts'

/** Whether somebody may do something: for what a page offers, and for what its route lets through. */
export function may(rights: Rights, rule: Rule): boolean {
  if (rule === 'public') return true
  const { needs, one } = needsOf(rule)
  return one ? needs.some((need) => has(rights, need)) : needs.every((need) => has(rights, need))
}

/** The same of a thing of one branch; of no branch's, by whoever may in some. */
export const mayIn = (rights: Rights, permission: Permission, branch: string | undefined): boolean => {
  const branches = rights.inBranches.get(permission)
  return (
    rights.permissions.has(permission) || (branches !== undefined && (branch === undefined || branches.has(branch)))
  )
}

/** Whether somebody may settle something for all colleagues: what others see and take back. */
export const maySetForAll = ({ permissions }: Rights): boolean => permissions.has('admin')

/** The branches in which somebody may do what a rule lets through; undefined for all. */
export function branchesFor(rights: Rights, rule: Rule): ReadonlySet<string> | undefined {
  if (rule === 'public') return undefined
  const { needs, one } = needsOf(rule)
  const counting = one ? needs.filter((need) => has(rights, need)).slice(0, 1) : needs
  const bound = counting.find(({ permission, ofBranch }) => ofBranch && !rights.permissions.has(permission))
  return bound && rights.inBranches.get(bound.permission)
}

interface Wanted {
  readonly permission: Permission
  /** To have it in some branch is enough. */
  readonly ofBranch: boolean
}

const has = (rights: Rights, { permission, ofBranch }: Wanted): boolean =>
  rights.permissions.has(permission) || (ofBranch && rights.inBranches.has(permission))

function needsOf(rule: Exclude<Rule, 'public'>): { readonly needs: readonly Wanted[]; readonly one: boolean } {
  const one = typeof rule === 'object' && 'anyOf' in rule
  const needs: readonly Need[] = one ? rule.anyOf : [rule].flat()
  return {
    one,
    needs: needs.map((need) => {
      const [permission, branch] = need.split('@') as [Permission, 'branch'?]
      return { permission, ofBranch: branch !== undefined }
    }),
  }
}
