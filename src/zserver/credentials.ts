import { createHash, timingSafeEqual } from 'node:crypto'
import type { IdAuthentication } from '../standards/z3950/index.ts'

/** Something a client may show at initialize to be let in. Z39.50-2003 §3.2.1.1.5 */
export type Credentials =
  | { readonly type: 'open'; readonly value: string }
  | {
      readonly type: 'idPass'
      readonly user?: string | undefined
      readonly group?: string | undefined
      readonly password?: string | undefined
    }

/**
 * Whether what a client shows is among the credentials. Every one is compared, in full, so that the time taken tells
 * nothing about how much was right.
 */
export function isAdmitted(shown: IdAuthentication | undefined, credentials: readonly Credentials[]): boolean {
  const digest = digestOf(shown)
  let admitted = false
  for (const accepted of credentials) admitted = timingSafeEqual(digest, digestOf(wireForm(accepted))) || admitted
  return admitted
}

const wireForm = (credentials: Credentials): IdAuthentication =>
  credentials.type === 'open'
    ? credentials
    : {
        type: 'idPass',
        value: { groupId: credentials.group, userId: credentials.user, password: credentials.password },
      }

/** Equal credentials have equal digests; absent and empty are the same. */
function digestOf(shown: IdAuthentication | undefined): Buffer {
  const parts =
    shown?.type === 'open'
      ? ['open', shown.value]
      : shown?.type === 'idPass'
        ? ['idPass', shown.value.groupId ?? '', shown.value.userId ?? '', shown.value.password ?? '']
        : ['none']
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}
