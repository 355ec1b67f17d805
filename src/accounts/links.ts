import { sql } from 'kysely'
import type { Tx } from '../kit/db/index.ts'
import { type Actor, audit } from '../kit/index.ts'
import { newToken, tokenHash } from './secrets.ts'

/** What a one-time link is for: the first administrator, or a new password or PIN. */
export type LinkPurpose = 'setup' | 'secret'

const day = 24 * 60 * 60_000

/**
 * Makes a link's token, good for 24 hours and one use. Of somebody's links the last one holds; those for the first
 * administrator hold side by side until one is used, for processes that start together each print one. Wants a transaction.
 */
export async function makeLink(
  tx: Tx,
  purpose: LinkPurpose,
  personId: string | undefined,
  now: number,
): Promise<string> {
  const token = newToken()
  // Of two made for somebody at the same time the later one holds.
  await sql`select pg_advisory_xact_lock(hashtext(${`one-time link ${personId ?? ''}`}))`.execute(tx)
  if (personId !== undefined)
    await tx.deleteFrom('one_time_links').where('purpose', '=', purpose).where('person_id', '=', personId).execute()
  await tx.deleteFrom('one_time_links').where('ends_at', '<', new Date(now)).execute()
  await tx
    .insertInto('one_time_links')
    .values({ hash: tokenHash(token), purpose, person_id: personId ?? null, ends_at: new Date(now + day) })
    .execute()
  return token
}

/** Makes a link for somebody to choose a new password or PIN; the trail says who made it. */
export async function makeSecretLink(
  tx: Tx,
  { id, kind }: { readonly id: string; readonly kind: 'staff' | 'patron' },
  actor: Actor,
  now: number,
): Promise<string> {
  await audit(tx, { actor, action: 'person.link', subject: { kind, id } })
  return await makeLink(tx, 'secret', id, now)
}

/** Voids the links a person did not use: what they were made for is done, or not wanted any more. */
export async function revokeLinks(tx: Tx, personId: string): Promise<void> {
  await tx.deleteFrom('one_time_links').where('person_id', '=', personId).where('used_at', 'is', null).execute()
}

/** What a token is good for, if it still is. Looking does not use it up: browsers look ahead. */
export async function readLink(tx: Tx, token: string, now: number) {
  const row = await tx
    .selectFrom('one_time_links')
    .select(['purpose', 'person_id as personId'])
    .where('hash', '=', tokenHash(token))
    .where('used_at', 'is', null)
    .where('ends_at', '>', new Date(now))
    .executeTakeFirst()
  return row
}

/**
 * Uses a token up, and with one for the first administrator all others for that; false when somebody was quicker or it
 * is no longer good. For a transaction that is tried again when it loses.
 */
export async function useLink(tx: Tx, token: string, now: number): Promise<boolean> {
  const row = await tx
    .updateTable('one_time_links')
    .set({ used_at: new Date(now) })
    .where('hash', '=', tokenHash(token))
    .where('used_at', 'is', null)
    .where('ends_at', '>', new Date(now))
    .returning('purpose')
    .executeTakeFirst()
  // Two used at once wait for each other here: one is told that it was too late.
  if (row?.purpose === 'setup')
    await tx
      .deleteFrom('one_time_links')
      .where('purpose', '=', 'setup')
      .where('hash', '<>', tokenHash(token))
      .where('used_at', 'is', null)
      .execute()
  return row !== undefined
}
