import { type Failure, type Phase, TargetFailure } from './types.ts'

/** System error codes that name a cause of their own; any other is a connection that closed. */
const causes: Readonly<Record<string, 'refused' | 'unreachable' | 'misconfigured'>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  // The system gave up connecting before our own deadline did.
  ETIMEDOUT: 'unreachable',
  EAI_AGAIN: 'unreachable',
  ENOTFOUND: 'misconfigured',
  EMFILE: 'misconfigured',
  ENFILE: 'misconfigured',
  EPROTO: 'misconfigured',
  ERR_TLS_CERT_ALTNAME_INVALID: 'misconfigured',
}

interface SystemError extends Error {
  readonly code?: string
  readonly syscall?: string
  /** That was connected to. */
  readonly address?: string
  readonly errors?: readonly SystemError[]
}

/** What a socket's error means. Connecting to several addresses fails with several errors: the first one counts. */
export function socketFailure(error: Error, phase: Phase): Failure {
  const { code = '', syscall, address, message: said } = (error as SystemError).errors?.[0] ?? (error as SystemError)
  // The system names the address. Where a name leads to is for administrators alone; readers' programs get this, too.
  const message = address === undefined ? said : `${syscall} ${code}`
  // OpenSSL's verification errors have names like CERT_HAS_EXPIRED and SELF_SIGNED_CERT_IN_CHAIN.
  const kind = causes[code] ?? (/CERT|ERR_SSL|ERR_TLS/.test(code) ? 'misconfigured' : undefined)
  return kind ? { kind, detail: message } : { kind: 'closed', phase, reason: code || message }
}

/** Runs on the way out of every operation: whatever was thrown, its failure, or undefined for an error of our own. */
export function failureOf(error: unknown): Failure | undefined {
  return error instanceof TargetFailure ? error.failure : undefined
}

/** Whether the failure says that the target is unwell, so that others should not wait for it in vain. */
export function isUnwell(failure: Failure): boolean {
  switch (failure.kind) {
    case 'refused':
    case 'unreachable':
    case 'timed-out':
    case 'wrong-protocol':
    case 'protocol-error':
    case 'too-many-sessions':
      return true
    case 'closed':
      // How many a target turns away whom it does not know. It is there, and nobody waits for it.
      return failure.phase !== 'init'
    default:
      return false
  }
}

/** Whether the target answered, if only with a refusal: it is there and well. */
export function isAnswer(failure: Failure): boolean {
  return failure.kind === 'diagnostic' || failure.kind === 'access-denied'
}
