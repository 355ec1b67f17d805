import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { Door } from '../door.ts'
import type { Exchange } from '../route.ts'
import type { Visitor } from '../visitor.ts'

/** How long a key is known, milliseconds. */
const remembered = 24 * 3_600_000
/** Keys that are forgotten on the way, each time one is used. */
const sweep = 100

export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 characters without blanks')
  .optional()
  .meta({
    description:
      'Makes the call safe to repeat: for a day, the same call with the same key does nothing more and gets the same answer. Choose a new one for each call.',
  })

/** What a call is answered, so that it can be said again. */
export interface Answered {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** None for an answer without a body. */
  readonly body?: unknown
}

/**
 * Carries out a call in one transaction, once for its key; the answer is stored with what it did. Where the call fails
 * or gives undefined, nothing was done, and its key is free. Of calls with one key at once the others wait for the first.
 * @param act must reach the database by its transaction only: those who wait hold connections
 * @throws Problem key-reused
 */
export async function once(
  { database, clock }: Pick<Door, 'database' | 'clock'>,
  { req, visitor }: Pick<Exchange, 'req' | 'visitor'>,
  key: string | undefined,
  act: (tx: Tx) => Promise<Answered | undefined>,
): Promise<(Answered & { readonly repeated?: true }) | undefined> {
  if (key === undefined) return await database.tx(act)
  const call = { owner: ownerOf(visitor), key }
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([req.method, req.originalUrl.replace(/\?.*/s, ''), ordered(req.body)]))
    .digest()
  return await database.tx(async (tx) => {
    const now = clock.now()
    if (!(await claim(tx, call, fingerprint, now))) return await before(tx, call, fingerprint)
    const answer = await act(tx)
    const ours = sql<boolean>`owner = ${call.owner} and key = ${call.key}`
    if (answer === undefined) await tx.deleteFrom('idempotency_keys').where(ours).execute()
    else
      await tx
        .updateTable('idempotency_keys')
        .set({ answer: JSON.stringify(answer) })
        .where(ours)
        .execute()
    return answer
  })
}

interface Call {
  readonly owner: string
  readonly key: string
}

const ownerOf = ({ person, tokenId }: Visitor): string => (person ? `person:${person.id}` : `token:${tokenId}`)

/** Takes the key, unless it is taken; waits for whoever takes it at this moment. */
async function claim(tx: Tx, { owner, key }: Call, fingerprint: Buffer, now: number): Promise<boolean> {
  const [at, until] = [new Date(now), new Date(now + remembered)]
  await sql`delete from idempotency_keys where (owner, key) in (
    select owner, key from idempotency_keys where expires_at <= ${at} limit ${sweep} for update skip locked)`.execute(
    tx,
  )
  const { rows } = await sql`
    insert into idempotency_keys as k (owner, key, fingerprint, expires_at) values (${owner}, ${key}, ${fingerprint}, ${until})
    on conflict (owner, key) do update set fingerprint = excluded.fingerprint, answer = null, expires_at = excluded.expires_at
      where k.expires_at <= ${at}
    returning key`.execute(tx)
  return rows.length > 0
}

/** What the call was answered the first time. @throws Problem key-reused when it was another call */
async function before(tx: Tx, { owner, key }: Call, fingerprint: Buffer) {
  const known = await tx
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'answer'])
    .where('owner', '=', owner)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!known?.answer || !known.fingerprint.equals(fingerprint)) throw new Problem('key-reused')
  return { ...(JSON.parse(known.answer) as Answered), repeated: true } as const
}

/** The same value with the members of its objects in one order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value ?? null
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, part]) => [name, ordered(part)])
}

/** Sends what a call is answered. */
export function sendAnswered(
  { res }: Pick<Exchange, 'res'>,
  { status, headers = {}, body, repeated }: Answered & { readonly repeated?: true },
): void {
  res.status(status).set(headers)
  if (repeated) res.set('Idempotent-Replayed', 'true')
  if (body === undefined) return void res.end()
  res.type('json').send(JSON.stringify(body))
}
