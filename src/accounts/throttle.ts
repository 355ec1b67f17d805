import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '../kit/db/index.ts'
import { Problem } from '../problems.ts'

const minute = 60_000
/** Failures after which nothing more is tried: of one account from one address, and of one address. */
const limits = { account: { most: 5, within: 15 * minute }, address: { most: 50, within: 60 * minute } } as const

/** An account as it is counted: also one that does not exist. */
const accountHash = (kind: string, login: string) =>
  createHash('sha256').update(`${kind} ${login.trim().toLowerCase()}`).digest()

interface Attempt {
  readonly kind: 'staff' | 'patron'
  readonly login: string
  /** Where it comes from, as far as is known. */
  readonly address: string
}

/**
 * Counts an attempt to sign in, and refuses it after too many that failed. It is counted before it is looked at, so that
 * many at the same time gain nothing; and in the database, so that every process knows of all.
 * @throws Problem too-many-logins
 */
export async function countAttempt(db: Db, attempt: Attempt, now: number): Promise<Counted> {
  const counted = await db.transaction().execute((tx) => count(tx, attempt, now))
  if ('id' in counted) return counted
  const { seconds } = counted
  throw new Problem('too-many-logins', { minutes: Math.ceil(seconds / 60), seconds })
}

/** An attempt that was counted. */
export interface Counted {
  readonly id: number
}

/** Gives the seconds to wait where the attempt is one too many. Attempts of one address take turns. */
async function count(
  tx: Tx,
  { kind, login, address }: Attempt,
  now: number,
): Promise<Counted | { readonly seconds: number }> {
  const account = accountHash(kind, login)
  await sql`select pg_advisory_xact_lock(hashtext(${`login ${address}`}))`.execute(tx)
  await tx
    .deleteFrom('login_failures')
    .where('at', '<', new Date(now - limits.address.within))
    .execute()
  const { id } = await tx
    .insertInto('login_failures')
    .values({ account, address, at: new Date(now) })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { rows } = await sql<{ account: Date[]; address: Date[] }>`
    select
      array(select at from login_failures where account = ${account} and address = ${address} and id <= ${id}
        and at > ${new Date(now - limits.account.within)} order by at desc limit ${limits.account.most + 1}) as account,
      array(select at from login_failures where address = ${address} and id <= ${id}
        and at > ${new Date(now - limits.address.within)} order by at desc limit ${limits.address.most + 1}) as address
  `.execute(tx)
  for (const scope of ['account', 'address'] as const) {
    const attempts = rows[0]![scope]
    const { most, within } = limits[scope]
    if (attempts.length <= most) continue
    // A refused attempt is none: who waits as told gets in.
    await tx.deleteFrom('login_failures').where('id', '=', id).execute()
    return { seconds: Math.max(1, Math.ceil((attempts.at(-2)!.getTime() + within - now) / 1000)) }
  }
  return { id }
}

/** Takes back one attempt that was no failure; those before it stand. */
export async function forgetAttempt(tx: Tx, { id }: Counted): Promise<void> {
  await tx.deleteFrom('login_failures').where('id', '=', id).execute()
}

/** Whoever got in is not counted. */
export async function forgiveAttempts(tx: Tx, { kind, login, address }: Attempt): Promise<void> {
  await tx
    .deleteFrom('login_failures')
    .where('account', '=', accountHash(kind, login))
    .where('address', '=', address)
    .execute()
}
