import type { Close } from '../standards/z3950/index.ts'
import type { Failure, Phase } from './types.ts'

/** Close reasons in words. Z39.50-2003 §3.2.11.1.2. */
const reasons: Readonly<Record<string, string>> = {
  finished: 'finished',
  shutdown: 'it is shutting down',
  systemProblem: 'a problem of its system',
  costLimit: 'its cost limit is reached',
  resources: 'it is short of resources',
  securityViolation: 'a security violation',
  protocolError: 'it found an error in what we sent',
  lackOfActivity: 'nothing was asked for too long',
  peerAbort: 'it gave the association up',
  unspecified: 'no reason given',
}

/** What a target's Close means for the operation under way. */
export function closeFailure({ closeReason, diagnosticInformation }: Close, phase: Phase): Failure {
  if (closeReason === 'securityViolation') return { kind: 'access-denied', phase, diagnostics: [] }
  const reason = [reasons[closeReason] ?? `reason ${closeReason}`, diagnosticInformation].filter(Boolean).join(': ')
  return { kind: 'closed', phase, reason }
}
