import type { Generated, GeneratedAlways } from 'kysely'

export interface AccountTables {
  people: PeopleTable
  roles: RolesTable
  role_grants: RoleGrantsTable
  sessions: SessionsTable
  api_tokens: ApiTokensTable
  one_time_links: OneTimeLinksTable
  login_failures: LoginFailuresTable
}

/** Staff and patrons. */
export interface PeopleTable {
  id: Generated<string>
  kind: 'staff' | 'patron'
  /** Name of staff, card number of a patron. */
  login: string
  name: string
  email: Generated<string>
  /** Argon2id of the password or PIN; null until one is chosen. */
  secret_hash: string | null
  /** Whether they want to see, and have kept, what is long past. */
  keep_history: Generated<boolean>
  /** Notices by e-mail they do without. */
  notices_off: Generated<string[]>
  totp_secret: string | null
  /** The last time step a code was taken for: none is taken twice. */
  totp_last_step: Generated<number>
  branch: string | null
  /** Of patrons: lending rules go by it. */
  patron_group: string | null
  /** YYYY-MM-DD. */
  expires_on: string | null
  blocked: Generated<boolean>
  active: Generated<boolean>
  created_at: Generated<Date>
  changed_at: Generated<Date>
}

export interface RolesTable {
  name: string
  label: string
  permissions: string[]
  built_in: Generated<boolean>
}

export interface RoleGrantsTable {
  person_id: string
  role: string
  /** Null for all branches. */
  branch: string | null
}

export interface SessionsTable {
  /** SHA-256 of what the cookie holds. */
  hash: Buffer
  /** What people name it by when they end it. */
  id: GeneratedAlways<string>
  person_id: string
  agent: Generated<string>
  created_at: Date
  seen_at: Date
  /** Whatever happens, it ends then. */
  ends_at: Date
}

export interface ApiTokensTable {
  id: GeneratedAlways<string>
  hash: Buffer
  name: string
  permissions: string[]
  created_by: string
  created_at: Generated<Date>
  expires_at: Date | null
  last_used_at: Date | null
  revoked_at: Date | null
}

export interface OneTimeLinksTable {
  hash: Buffer
  purpose: 'setup' | 'secret'
  person_id: string | null
  ends_at: Date
  used_at: Date | null
}

export interface LoginFailuresTable {
  id: GeneratedAlways<number>
  account: Buffer
  address: string
  at: Date
}
