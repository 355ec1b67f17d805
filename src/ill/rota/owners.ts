import { sql } from 'kysely'
import { z } from 'zod'
import { storableText, type Tx } from '../../kit/db/index.ts'
import { type Actor, audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import { readLender } from '../lenders/index.ts'

const short = z
  .string()
  .max(400)
  .transform((text) => text.replace(/\s+/g, ' ').trim())
  .pipe(z.string().max(100, 'Use at most 100 characters.'))

/** Whose holdings a target shows, or which library a code in its records means. */
export const HoldingOwnerFields = z
  .strictObject({
    /** The target's id; empty for any. */
    target: short.default(''),
    /** As MARC 850, 852 and their like have it; empty for whatever the target shows. */
    code: short.default(''),
    lenderId: z.int().min(1),
  })
  .refine(({ target, code }) => target !== '' || code !== '', {
    path: ['code'],
    message: 'Give a target, a library code, or both.',
  })
export type HoldingOwnerFields = z.output<typeof HoldingOwnerFields>

export interface HoldingOwner extends HoldingOwnerFields {
  readonly id: number
  readonly lender: string
  readonly symbol: string
}

/** More are not kept: they are shown on one page. */
const most = 5000

/** All of them: those of targets first, then by code. */
export const holdingOwners = async (tx: Tx): Promise<readonly HoldingOwner[]> =>
  await tx
    .selectFrom('holding_owners as o')
    .innerJoin('lenders as d', 'd.id', 'o.lender_id')
    .select(['o.id', 'o.target', 'o.code', 'o.lender_id as lenderId', 'd.name as lender', 'd.symbol'])
    .orderBy('o.target')
    .orderBy(sql`lower(o.code)`)
    .execute()

/**
 * Says whose it is from now on; what was said of the same target and code before is said no more.
 * @throws Problem not-found for the lender; too-many
 */
export async function saveHoldingOwner(tx: Tx, fields: HoldingOwnerFields, actor: Actor): Promise<number> {
  const [target, code] = [storableText(fields.target), storableText(fields.code)]
  const lender = await readLender(tx, fields.lenderId)
  if (!lender) throw new Problem('not-found', { what: 'lender' })
  const { count } = await tx
    .selectFrom('holding_owners')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (Number(count) >= most) throw new Problem('bad-input', { detail: `No more than ${most} are kept` })
  const { rows } = await sql<{ id: number }>`
    insert into holding_owners (target, code, lender_id) values (${target}, ${code}, ${lender.id})
    on conflict (target, lower(code)) do update set lender_id = excluded.lender_id, code = excluded.code, changed_at = now()
    returning id`.execute(tx)
  await audit(tx, {
    actor,
    action: 'lender.own-holdings',
    subject: { kind: 'lender', id: lender.id },
    detail: { target, code },
  })
  return rows[0]!.id
}

/** Nobody says any more whose it is. @throws Problem not-found */
export async function removeHoldingOwner(tx: Tx, id: number, actor: Actor): Promise<void> {
  const gone = await tx
    .deleteFrom('holding_owners')
    .where('id', '=', id)
    .returning(['lender_id', 'target', 'code'])
    .executeTakeFirst()
  if (!gone) throw new Problem('not-found', { what: 'entry' })
  await audit(tx, {
    actor,
    action: 'lender.disown-holdings',
    subject: { kind: 'lender', id: gone.lender_id },
    detail: { target: gone.target, code: gone.code },
  })
}
