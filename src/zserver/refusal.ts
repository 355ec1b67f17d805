import { choice, explicit, implicit, optional, sequence, sequenceOf } from '../standards/asn1/index.ts'
import {
  DefaultDiagFormat,
  diagnosticSet,
  type External,
  encode,
  InternationalString,
  OtherInformation,
  userInformation,
} from '../standards/z3950/index.ts'

/** Diagnostics that may stand anywhere a diagnostic is an EXTERNAL. Z39.50-2003, ASN.1 DiagnosticFormat-Diag1. */
const DiagnosticFormat = sequenceOf(
  sequence({
    diagnostic: optional(explicit(1, choice({ defaultDiagRec: implicit(1, DefaultDiagFormat) }))),
    message: optional(implicit(2, InternationalString)),
  }),
)

/** Why a client is turned away, for userInformationField of an initialize response: the form YAZ clients read. */
export function refusal(condition: number, addinfo = ''): External {
  const diagnostics = encode(DiagnosticFormat, [
    {
      diagnostic: {
        type: 'defaultDiagRec',
        value: { diagnosticSetId: diagnosticSet['bib-1'], condition, addinfo: { type: 'v3Addinfo', value: addinfo } },
      },
    },
  ])
  return wrapped(
    userInformation['user-info-1'],
    encode(OtherInformation, [
      { information: { type: 'externallyDefinedInfo', value: wrapped(diagnosticSet['diag-1'], diagnostics) } },
    ]),
  )
}

const wrapped = (directReference: string, value: Uint8Array): External => ({
  directReference,
  encoding: { type: 'singleAsn1Type', value },
})
