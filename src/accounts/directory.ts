import { sql } from 'kysely'
import type { Tx } from '../kit/db/index.ts'
import type { PersonKind } from './people.ts'

/** Which people are looked for. */
export interface PeopleQuery {
  readonly kind: PersonKind
  /** Each word must stand in the name or the e-mail address, or begin the login or card number. */
  readonly words: string
  readonly role?: string | undefined
  /** 1 is the first. */
  readonly page: number
  readonly size: number
}

/** A person as a line of a list. */
export interface PersonLine {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly branch?: string
  readonly expiresOn?: string
  readonly blocked: boolean
  readonly active: boolean
  /** Whether a password or PIN was ever chosen. */
  readonly hasSecret: boolean
  readonly roles: readonly string[]
}

/** A page of people by name, and how many there are in all. */
export async function listPeople(
  tx: Tx,
  { kind, words, role, page, size }: PeopleQuery,
): Promise<{ readonly people: readonly PersonLine[]; readonly count: number }> {
  let query = tx.selectFrom('people').where('kind', '=', kind)
  for (const word of words.split(/\s+/).filter(Boolean).slice(0, mostWords)) {
    const text = escaped(word)
    query = query.where(({ eb, or }) =>
      or([
        eb('name', 'ilike', `%${text}%`),
        eb('email', 'ilike', `%${text}%`),
        eb(sql<string>`lower(login)`, 'like', `${text.toLowerCase()}%`),
      ]),
    )
  }
  if (role !== undefined)
    query = query.where('id', 'in', tx.selectFrom('role_grants').select('person_id').where('role', '=', role))
  const { count } = await query.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .select(['id', 'login', 'name', 'branch', 'expires_on', 'blocked', 'active'])
    .select(sql<boolean>`secret_hash is not null`.as('has_secret'))
    .select(
      sql<string[]>`array(select distinct roles.label from role_grants join roles on roles.name = role_grants.role
        where role_grants.person_id = people.id order by roles.label)`.as('roles'),
    )
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .limit(size)
    .offset((page - 1) * size)
    .execute()
  return {
    count: Number(count),
    people: rows.map(({ branch, expires_on, has_secret, ...row }) => ({
      ...row,
      hasSecret: has_secret,
      ...(branch !== null && { branch }),
      ...(expires_on !== null && { expiresOn: expires_on }),
    })),
  }
}

const mostWords = 8
/** Signs that mean something in a pattern of `like` mean themselves. */
const escaped = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** What people are called, by id. */
export interface PersonName {
  readonly name: string
  /** Of staff; a patron's is the card number. */
  readonly login: string
}

/** The names of some people; those that are there no more are left out. */
export async function namesOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, PersonName>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.selectFrom('people').select(['id', 'name', 'login']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, ...names }) => [id, names]))
}
