import type { Tx } from '../kit/db/index.ts'
import { newToken, tokenHash } from './secrets.ts'

const minute = 60_000
const hour = 60 * minute
/** Milliseconds a session may lie idle, and last in all. */
const lifetimes = {
  staff: { idle: 30 * minute, all: 12 * hour },
  patron: { idle: 60 * minute, all: 24 * hour },
} as const
/** Every request of a busy page need not be written down. */
const noticeable = minute

export interface SessionInfo {
  readonly id: string
  readonly agent: string
  readonly createdAt: Date
  readonly seenAt: Date
}

/** Begins a session and gives what its cookie is to hold: it is stored nowhere. */
export async function beginSession(
  tx: Tx,
  person: { readonly id: string; readonly kind: 'staff' | 'patron' },
  agent: string,
  now: number,
): Promise<string> {
  const token = newToken()
  await tx.deleteFrom('sessions').where('ends_at', '<', new Date(now)).execute()
  await tx
    .insertInto('sessions')
    .values({
      hash: tokenHash(token),
      person_id: person.id,
      agent: agent.slice(0, 200),
      created_at: new Date(now),
      seen_at: new Date(now),
      ends_at: new Date(now + lifetimes[person.kind].all),
    })
    .execute()
  return token
}

export interface ResumedSession {
  readonly personId: string
  readonly sessionId: string
  /** Milliseconds until it ends if nothing more is asked. */
  readonly left: number
  /** Whether asking for something puts that off: it does, until the longest a session may last. */
  readonly mayStay: boolean
}

/**
 * The person of a session that is not over, and the session's id; notes that it was used, unless it is only asked how
 * long it lasts.
 */
export async function resumeSession(
  tx: Tx,
  token: string,
  now: number,
  isUse = true,
): Promise<ResumedSession | undefined> {
  const row = await tx
    .selectFrom('sessions')
    .innerJoin('people', 'people.id', 'sessions.person_id')
    .select(['sessions.id', 'sessions.person_id', 'sessions.seen_at', 'sessions.ends_at', 'people.kind'])
    .where('sessions.hash', '=', tokenHash(token))
    .executeTakeFirst()
  if (!row) return undefined
  const idle = now - row.seen_at.getTime()
  const most = lifetimes[row.kind].idle
  const ends = row.ends_at.getTime() - now
  if (ends <= 0 || idle > most) {
    await endSession(tx, row.person_id, row.id)
    return undefined
  }
  const isNoted = isUse && idle > noticeable
  if (isNoted)
    await tx
      .updateTable('sessions')
      .set({ seen_at: new Date(now) })
      .where('id', '=', row.id)
      .execute()
  const left = isNoted ? most : most - idle
  return { personId: row.person_id, sessionId: row.id, left: Math.min(left, ends), mayStay: left < ends }
}

/** The sessions of a person, the one used last first. */
export async function sessionsOf(tx: Tx, personId: string): Promise<SessionInfo[]> {
  return await tx
    .selectFrom('sessions')
    .select(['id', 'agent', 'created_at as createdAt', 'seen_at as seenAt'])
    .where('person_id', '=', personId)
    .orderBy('seen_at', 'desc')
    .execute()
}

/** Whether a session was not ended. */
export async function hasSession(tx: Tx, personId: string, sessionId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('sessions')
    .select('id')
    .where('person_id', '=', personId)
    .where('id', '=', sessionId)
    .executeTakeFirst()
  return row !== undefined
}

/** Ends one session of a person. */
export async function endSession(tx: Tx, personId: string, sessionId: string): Promise<void> {
  await tx.deleteFrom('sessions').where('person_id', '=', personId).where('id', '=', sessionId).execute()
}

/** Ends all sessions of a person, but one. */
export async function endSessions(tx: Tx, personId: string, except?: string): Promise<void> {
  let query = tx.deleteFrom('sessions').where('person_id', '=', personId)
  if (except !== undefined) query = query.where('id', '<>', except)
  await query.execute()
}
