import type pg from 'pg'

/** How to reach one database as its owner, who may change its shape, and as the application, who may not. */
export interface Access {
  readonly owner: pg.ClientConfig
  readonly app: pg.ClientConfig
  /** The role the application's statements run under, made and granted to the owner if there is none; see below. */
  readonly appRole: 'given' | typeof assumedRole
  /** What it is called in messages: host and database, never a password. */
  readonly name: string
}

/** Under this role the application runs when only one address is given. */
export const assumedRole = 'farshelf_app'

export interface Addresses {
  readonly url: string
  readonly migrationUrl?: string | undefined
}

/**
 * A database on a server of somebody's. With two addresses, the second names the owner, who migrates, and the first
 * the application's own login, which is granted what it needs. With one, its login is the owner, and the application's
 * connections begin as the role `farshelf_app`, by PostgreSQL's start-up option `role`: made without a login of its
 * own and granted to the owner. That keeps a statement of the application from changing the database's shape; two
 * logins moreover keep one who could send statements of his own from going back to the owner with `reset role`. A
 * connection pooler that refuses start-up options needs the two addresses.
 */
export function accessTo({ url, migrationUrl }: Addresses): Access {
  const name = nameOf(url)
  if (migrationUrl !== undefined && migrationUrl !== url)
    return {
      name,
      appRole: 'given',
      owner: { connectionString: migrationUrl },
      app: { connectionString: url },
    }
  return {
    name,
    appRole: assumedRole,
    owner: { connectionString: url },
    app: { connectionString: withOption(url, `-c role=${assumedRole}`) },
  }
}

/** Adds to the address's own start-up options. */
function withOption(url: string, option: string): string {
  const [before = '', query = ''] = split(url)
  const parameters = new URLSearchParams(query)
  parameters.set('options', [parameters.get('options'), option].filter(Boolean).join(' '))
  return `${before}?${parameters.toString().replaceAll('+', '%20')}`
}

/** Host and database of an address. It may have no host, which `URL` would not read. */
function nameOf(url: string): string {
  const [before = '', query = ''] = split(url)
  const place = before.replace(/^[a-z]+:\/\//i, '').replace(/^.*@/, '')
  return `${new URLSearchParams(query).get('host') ?? ''}${place}`
}

function split(url: string): [before: string, query: string] {
  const at = url.indexOf('?')
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)]
}
