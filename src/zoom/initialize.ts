import type { IdAuthentication, InitializeResponse } from '../standards/z3950/index.ts'
import type { Association, Granted } from './association.ts'
import type { Attempt } from './attempt.ts'
import { initDiagnostics } from './diagnostics.ts'
import { type Authentication, type TargetDiagnostic, TargetFailure, type Z3950Settings } from './types.ts'

/** Who we say we are: targets' operators read it in their logs. */
export interface Implementation {
  readonly id?: string
  readonly name: string
  readonly version: string
}

/** Largest message we ask for, and record: what the codec accepts. */
const largest = 16 * 1024 * 1024

/**
 * Opens the session. Resource and access control, segmentation and concurrent operations are not offered, so that a
 * conforming target never sends their PDUs.
 * @throws TargetFailure access-denied, too-many-sessions, diagnostic; whatever a request throws
 */
export async function initialize(
  association: Association,
  { authentication, deadlines }: Z3950Settings,
  implementation: Implementation,
  attempt: Attempt,
): Promise<void> {
  const id = credentials(authentication)
  const answer = await association.request(
    (referenceId) => ({
      type: 'initRequest',
      value: {
        referenceId,
        protocolVersion: { version1: true, version2: true, version3: true },
        options: { search: true, present: true, scan: true, sort: true, namedResultSets: true },
        preferredMessageSize: largest,
        exceptionalRecordSize: largest,
        ...(id && { idAuthentication: id }),
        ...(implementation.id !== undefined && { implementationId: implementation.id }),
        implementationName: implementation.name,
        implementationVersion: implementation.version,
      },
    }),
    'initResponse',
    'init',
    deadlines.init,
    attempt,
  )
  if (!answer.result) throw refusal(initDiagnostics(answer))
  association.established(grantedBy(answer))
}

function credentials(authentication: Authentication): IdAuthentication | undefined {
  switch (authentication.type) {
    case 'none':
      return undefined
    case 'anonymous':
      return { type: 'anonymous', value: null }
    case 'open':
      return { type: 'open', value: authentication.value }
    case 'idPass': {
      const { group, user, password } = authentication
      return {
        type: 'idPass',
        value: {
          ...(group !== undefined && { groupId: group }),
          ...(user !== undefined && { userId: user }),
          ...(password !== undefined && { password }),
        },
      }
    }
  }
}

function grantedBy(answer: InitializeResponse): Granted {
  const { protocolVersion, options, implementationName = '', implementationVersion = '' } = answer
  const version = protocolVersion.version3 ? 3 : protocolVersion.version2 ? 2 : 1
  return {
    version,
    options: Object.keys(options),
    // Version 2 knows one result set only, whatever its options say.
    namedResultSets: version === 3 && options.namedResultSets === true,
    scan: options.scan === true,
    sort: options.sort === true,
    implementation: `${implementationName} ${implementationVersion}`.trim(),
  }
}

/** Bib-1 conditions that speak of credentials, permission, credit or address. */
const denials: ReadonlySet<number> = new Set([101, 1010, 1011, 1012, 1013, 1014, 1016, 1017, 1021, 1022, 1023])
const sessionLimit = 1015
/** The target cannot authenticate anyone at the moment. */
const temporary: ReadonlySet<number> = new Set([1018, 1019, 1020])

/** Why a target says no to Init. Without a reason it is taken for a matter of permission. */
function refusal(diagnostics: readonly TargetDiagnostic[]): TargetFailure {
  if (diagnostics.some(({ code }) => code === sessionLimit))
    return new TargetFailure({ kind: 'too-many-sessions', diagnostics })
  const denied = diagnostics.length === 0 || diagnostics.some(({ code }) => denials.has(code))
  return denied && !diagnostics.some(({ code }) => temporary.has(code))
    ? new TargetFailure({ kind: 'access-denied', phase: 'init', diagnostics })
    : new TargetFailure({ kind: 'diagnostic', phase: 'init', diagnostics })
}
