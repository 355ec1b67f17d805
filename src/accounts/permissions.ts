/** What somebody may be allowed to do, in words for the people who grant it. */
export const permissions = {
  account: 'See and change one’s own account',
  'request.place': 'Place requests',
  enquiry: 'Use Enquiry',
  requests: 'Work on requests of our readers',
  lending: 'Work on requests of other libraries',
  circulation: 'Lend and take back at the desk',
  'catalogue.edit': 'Select, edit, suppress and delete records and items',
  'catalogue.import': 'Load files into the catalogue, and export it',
  metrics: 'Read the figures of the running server',
  admin: 'Manage people, roles, tokens and code lists',
} as const
export type Permission = keyof typeof permissions

export const permissionNames = Object.keys(permissions) as Permission[]
export const isPermission = (name: string): name is Permission => name in permissions

/** What touches nothing of a branch: a role given for one allows it everywhere. */
const branchless: ReadonlySet<Permission> = new Set(['account', 'request.place', 'enquiry'])

/**
 * What somebody may do, and where. A role given for all branches allows everything everywhere. A role given for one
 * branch allows acts on things of that branch, its items, and none on what belongs to the whole house: records, files,
 * accounts.
 */
export interface Rights {
  /** Allowed everywhere. */
  readonly permissions: ReadonlySet<Permission>
  /** Allowed in these branches only; nothing that is allowed everywhere. */
  readonly inBranches: ReadonlyMap<Permission, ReadonlySet<string>>
}

/** A role somebody has: what it allows, and the branch it is given for, or null for all. */
interface Grant {
  readonly permissions: readonly string[]
  readonly branch: string | null
}

/** What roles add up to. */
export function rightsOf(grants: readonly Grant[]): Rights {
  const permissions = new Set<Permission>()
  const inBranches = new Map<Permission, Set<string>>()
  for (const { permissions: names, branch } of grants)
    for (const permission of names.filter(isPermission))
      if (branch === null || branchless.has(permission)) permissions.add(permission)
      else inBranches.set(permission, (inBranches.get(permission) ?? new Set()).add(branch))
  for (const permission of permissions) inBranches.delete(permission)
  return { permissions, inBranches }
}

/** The roles there are from the start. Everybody who has an account may use it, so `account` stands in each. */
export const builtInRoles: Readonly<
  Record<string, { readonly label: string; readonly permissions: readonly Permission[] }>
> = {
  patron: { label: 'OPAC patron', permissions: ['account', 'request.place'] },
  enquiry: { label: 'Enquiry', permissions: ['account', 'enquiry'] },
  requests: { label: 'Requests', permissions: ['account', 'enquiry', 'requests'] },
  lending: { label: 'Lending', permissions: ['account', 'enquiry', 'lending'] },
  circulation: { label: 'Circulation', permissions: ['account', 'enquiry', 'circulation'] },
  cataloguing: { label: 'Cataloguing', permissions: ['account', 'enquiry', 'catalogue.edit'] },
  loader: { label: 'Loader', permissions: ['account', 'enquiry', 'catalogue.import'] },
  admin: { label: 'Administration', permissions: [...permissionNames] },
}
