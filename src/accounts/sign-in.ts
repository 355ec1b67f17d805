import type { Db, Tx } from '../kit/db/index.ts'
import { audit } from '../kit/index.ts'
import { takeCode } from './authenticators.ts'
import { keepReader, type ShownElsewhere } from './elsewhere.ts'
import { findPerson, type Person, type PersonKind, readPerson } from './people.ts'
import type { Secrets } from './secrets.ts'
import { beginSession } from './sessions.ts'
import { type Counted, countAttempt, forgetAttempt, forgiveAttempts } from './throttle.ts'

export interface Credentials {
  readonly kind: PersonKind
  readonly login: string
  readonly secret: string
  /** Six digits, where the account wants them. */
  readonly code?: string | undefined
  readonly address: string
  /** What the browser calls itself. */
  readonly agent?: string | undefined
}

export type SignIn =
  /** With what the session's cookie is to hold. */
  | { readonly outcome: 'in'; readonly person: Person; readonly token: string }
  /** The secret is right; the code of the authenticator is missing. */
  | { readonly outcome: 'code' }
  /** Nothing says what was wrong: neither words nor time. */
  | { readonly outcome: 'refused' }
  /** The system that could say does not answer. */
  | { readonly outcome: 'unanswered' }

/** Asks another system of the library about a card's number and its PIN, and keeps neither. */
export type ShowElsewhere = (number: string, pin: string) => Promise<ShownElsewhere>

/**
 * Checks who somebody says to be, and begins a session. Every attempt is counted before it is checked.
 * @param elsewhere for readers: is asked where no secret of ours fits, and makes the account of whom it knows
 * @throws Problem too-many-logins
 */
export async function signIn(
  db: Db,
  secrets: Secrets,
  credentials: Credentials,
  now: number,
  elsewhere?: ShowElsewhere,
): Promise<SignIn> {
  const attempt = await countAttempt(db, credentials, now)
  const person = await findPerson(db, credentials.kind, credentials.login)
  const stored = person && (await secretsOf(db, person.id))
  const right = await secrets.check(credentials.secret, stored?.secret_hash)
  if (person && stored && right && person.active) return await letIn(db, person, stored, credentials, { attempt, now })
  if (!elsewhere || credentials.kind !== 'patron') return await refuse(db, credentials, person)
  const shown = await elsewhere(credentials.login, credentials.secret)
  if (shown.kind === 'unanswered') return { outcome: 'unanswered' }
  if (shown.kind === 'wrong') return await refuse(db, credentials, person)
  const actor = { name: 'library system', via: 'web' } as const
  const reader = await db.transaction().execute((tx) => keepReader(tx, shown.reader, actor))
  const kept = await secretsOf(db, reader.id)
  if (!kept || !reader.active) return await refuse(db, credentials, reader)
  return await letIn(db, reader, kept, credentials, { attempt, now })
}

type StoredSecrets = NonNullable<Awaited<ReturnType<typeof secretsOf>>>

/** Somebody has shown the secret: a code may be missing. */
async function letIn(
  db: Db,
  person: Person,
  stored: StoredSecrets,
  credentials: Credentials,
  { attempt, now }: { readonly attempt: Counted; readonly now: number },
): Promise<SignIn> {
  if (stored.totp_secret !== null && !credentials.code) {
    // Only this one: else whoever knows the password could try codes without end.
    await forgetAttempt(db, attempt)
    return { outcome: 'code' }
  }
  const begun = await db.transaction().execute((tx) => begin(tx, person.id, stored.secret_hash, credentials, now))
  return begun ?? (await refuse(db, credentials, person))
}

/**
 * Begins the session of somebody whose secret is right, holding the account: whoever replaced the secret or closed the
 * account while it was checked ended the sessions there were, and this is to be none more.
 */
async function begin(
  tx: Tx,
  id: string,
  checked: string | null,
  credentials: Credentials,
  now: number,
): Promise<SignIn | undefined> {
  await tx.selectFrom('people').select('id').where('id', '=', id).forUpdate().execute()
  const [person, stored] = [await readPerson(tx, id), await secretsOf(tx, id)]
  if (!person?.active || stored?.secret_hash !== checked) return undefined
  if (!(await showsCode(tx, id, stored, credentials.code ?? '', now))) return undefined
  await forgiveAttempts(tx, credentials)
  const actor = { id, name: person.name, via: 'web' } as const
  await audit(tx, { actor, action: 'login', subject: { kind: person.kind, id } })
  return { outcome: 'in', person, token: await beginSession(tx, person, credentials.agent ?? '', now) }
}

const secretsOf = (tx: Tx, id: string) =>
  tx.selectFrom('people').select(['secret_hash', 'totp_secret']).where('id', '=', id).executeTakeFirst()

/** Whether a code is right, where the account wants one; it is used up by that. */
async function showsCode(
  tx: Tx,
  id: string,
  { totp_secret }: { readonly totp_secret: string | null },
  code: string,
  now: number,
): Promise<boolean> {
  return totp_secret === null || (await takeCode(tx, id, totp_secret, code, now))
}

async function refuse(db: Db, { kind }: Credentials, person: Person | undefined): Promise<SignIn> {
  await audit(db, {
    // Who mistypes may have typed a password for a name: only names that exist are kept.
    actor: { name: person?.name ?? 'unknown', via: 'web' },
    action: 'login.refused',
    subject: { kind, id: person?.id ?? 'unknown' },
  })
  return { outcome: 'refused' }
}

/**
 * Whether somebody signed in knows the password or PIN of the account: asked before it is changed. Counted like signing
 * in, so that a browser left open is no place to try them out.
 * @param asked `code` where the code of an authenticator has to be right, too
 * @throws Problem too-many-logins
 */
export async function confirmSecret(
  db: Db,
  secrets: Secrets,
  asked: { readonly person: Person; readonly secret: string; readonly code?: string; readonly address: string },
  now: number,
): Promise<boolean> {
  const { person, secret, code, address } = asked
  const attempt = { kind: person.kind, login: person.login, address }
  const counted = await countAttempt(db, attempt, now)
  const stored = await secretsOf(db, person.id)
  const knows = await secrets.check(secret, stored?.secret_hash)
  const right = knows && (code === undefined || (await showsCode(db, person.id, stored!, code, now)))
  if (right) await forgetAttempt(db, counted)
  return right
}
