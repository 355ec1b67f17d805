import type { Tx } from '../kit/db/index.ts'
import { type Actor, audit } from '../kit/index.ts'
import { isPermission, type Permission } from './permissions.ts'
import { newToken, tokenHash } from './secrets.ts'

export interface ApiToken {
  readonly id: string
  readonly name: string
  readonly permissions: readonly Permission[]
  readonly createdBy: string
  readonly createdAt: Date
  readonly expiresAt?: Date
  readonly lastUsedAt?: Date
}

/** Tells our tokens from others in logs and scans; the rest is chance. */
const prefix = 'fs_'

/** Makes a token for a program and gives it: it is shown this once. */
export async function makeToken(
  tx: Tx,
  { name, permissions, expiresAt }: { name: string; permissions: readonly Permission[]; expiresAt?: Date | undefined },
  actor: Actor,
): Promise<string> {
  const token = prefix + newToken()
  const { id } = await tx
    .insertInto('api_tokens')
    .values({
      hash: tokenHash(token),
      name,
      permissions: [...permissions],
      created_by: actor.name,
      expires_at: expiresAt ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await audit(tx, { actor, action: 'token.make', subject: { kind: 'token', id }, detail: { name, permissions } })
  return token
}

/** The token's name and what it allows, if it is good. Notes its use, once a minute at most. */
export async function useToken(tx: Tx, token: string, now: number): Promise<ApiToken | undefined> {
  if (!token.startsWith(prefix)) return undefined
  const row = await tx
    .selectFrom('api_tokens')
    .selectAll()
    .where('hash', '=', tokenHash(token))
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (!row || (row.expires_at && row.expires_at.getTime() <= now)) return undefined
  if (!row.last_used_at || now - row.last_used_at.getTime() > 60_000)
    await tx
      .updateTable('api_tokens')
      .set({ last_used_at: new Date(now) })
      .where('id', '=', row.id)
      .execute()
  return tokenOf(row)
}

/** Tokens that were not revoked, the newest first. */
export async function listTokens(tx: Tx): Promise<ApiToken[]> {
  const rows = await tx
    .selectFrom('api_tokens')
    .selectAll()
    .where('revoked_at', 'is', null)
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map(tokenOf)
}

/** Ends a token for good. */
export async function revokeToken(tx: Tx, id: string, actor: Actor, now: number): Promise<void> {
  await tx
    .updateTable('api_tokens')
    .set({ revoked_at: new Date(now) })
    .where('id', '=', id)
    .execute()
  await audit(tx, { actor, action: 'token.revoke', subject: { kind: 'token', id } })
}

interface Row {
  id: string
  name: string
  permissions: string[]
  created_by: string
  created_at: Date
  expires_at: Date | null
  last_used_at: Date | null
}

const tokenOf = (row: Row): ApiToken => ({
  id: row.id,
  name: row.name,
  permissions: row.permissions.filter(isPermission),
  createdBy: row.created_by,
  createdAt: row.created_at,
  ...(row.expires_at && { expiresAt: row.expires_at }),
  ...(row.last_used_at && { lastUsedAt: row.last_used_at }),
})
