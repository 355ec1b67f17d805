import { Secret, TOTP } from 'otpauth'
import type { Tx } from '../kit/db/index.ts'
import { type Actor, audit } from '../kit/index.ts'

/** Seconds a code is right. RFC 6238. */
const period = 30
const authenticator = (secret: string, label = '') =>
  new TOTP({ issuer: 'Farshelf', label, secret: Secret.fromBase32(secret), period, digits: 6 })

/** A new secret for an authenticator. */
export const newAuthenticator = (): string => new Secret({ size: 20 }).base32
/** Whether a text is such a secret: it comes back with the form that tries it. */
export const isAuthenticator = (secret: string): boolean => /^[A-Z2-7]{32}$/.test(secret)
/** The address its QR code holds. */
export const authenticatorUri = (secret: string, login: string): string => authenticator(secret, login).toString()

/** The time step of a code that is right now, one step early or late. */
function stepOf(secret: string, code: string, now: number): number | undefined {
  const delta = authenticator(secret).validate({ token: code.replace(/\s/g, ''), timestamp: now, window: 1 })
  return delta === null ? undefined : Math.floor(now / 1000 / period) + delta
}

/** Takes a code, once: of two who send the same one is let in. */
export async function takeCode(tx: Tx, id: string, secret: string, code: string, now: number): Promise<boolean> {
  const step = stepOf(secret, code, now)
  if (step === undefined) return false
  const taken = await tx
    .updateTable('people')
    .set({ totp_last_step: step })
    .where('id', '=', id)
    .where('totp_last_step', '<', step)
    .returning('id')
    .executeTakeFirst()
  return taken !== undefined
}

/** Sets an authenticator up for staff who show a code of it; false when the code is wrong. The code is used up by this. */
export async function setAuthenticator(
  tx: Tx,
  { id, secret, code }: { readonly id: string; readonly secret: string; readonly code: string },
  actor: Actor,
  now: number,
): Promise<boolean> {
  const step = stepOf(secret, code, now)
  if (step === undefined) return false
  await tx.updateTable('people').set({ totp_secret: secret, totp_last_step: step }).where('id', '=', id).execute()
  await audit(tx, { actor, action: 'person.authenticator', subject: { kind: 'staff', id }, detail: { on: true } })
  return true
}

/** From now on the password alone is enough. */
export async function removeAuthenticator(tx: Tx, id: string, actor: Actor): Promise<void> {
  await tx.updateTable('people').set({ totp_secret: null }).where('id', '=', id).execute()
  await audit(tx, { actor, action: 'person.authenticator', subject: { kind: 'staff', id }, detail: { on: false } })
}
