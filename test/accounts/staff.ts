import { createSecrets, type PersonFields } from '../../src/accounts/index.ts'

/** Who keeps accounts here. */
export const actor = { name: 'Root', via: 'cli' } as const

/** Somebody who may do everything. */
export const administrator = (login: string, name: string): PersonFields => ({
  ...{ kind: 'staff', login, name, email: '', blocked: false, active: true },
  roles: [{ role: 'admin' }],
})

export const secrets = createSecrets()
export const now = Date.UTC(2026, 0, 1)

/** The code of the problem that something ends in. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  )
