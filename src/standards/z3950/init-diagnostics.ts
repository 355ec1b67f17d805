import { type External, encode } from '../asn1/index.ts'
import { DiagnosticFormat } from './diag1.ts'
import type { DefaultDiagFormat } from './diagnostics.ts'
import { diagnosticsAmong, diagnosticsIn } from './external-diagnostics.ts'
import type { InitializeResponse } from './initialize.ts'
import { diagnosticSet, userInformation } from './oids.ts'
import { OtherInformation } from './other-information.ts'

/**
 * The diagnostics an init response carries, if any. The service has no field for them; by agreement of implementors
 * they come as Diag-1 in an EXTERNAL, within UserInfo-1 in `userInformationField` (so YAZ sends them) or in `otherInfo`.
 */
export const initDiagnostics = ({ userInformationField, otherInfo }: InitializeResponse): DefaultDiagFormat[] => [
  ...(userInformationField ? diagnosticsIn(userInformationField) : []),
  ...diagnosticsAmong(otherInfo ?? []),
]

/** What a server puts in `userInformationField` to say why it refuses an init. */
export function initDiagnostic(diagnostic: DefaultDiagFormat): External {
  const diag1 = inAsn1(
    diagnosticSet['diag-1'],
    encode(DiagnosticFormat, [{ diagnostic: { type: 'defaultDiagRec', value: diagnostic } }]),
  )
  return inAsn1(
    userInformation['user-info-1'],
    encode(OtherInformation, [{ information: { type: 'externallyDefinedInfo', value: diag1 } }]),
  )
}

const inAsn1 = (directReference: string, value: Uint8Array): External => ({
  directReference,
  encoding: { type: 'singleAsn1Type', value },
})
