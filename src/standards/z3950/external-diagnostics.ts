import { Problem } from '../../problems.ts'
import { decode, type External } from '../asn1/index.ts'
import { DiagnosticFormat } from './diag1.ts'
import { DefaultDiagFormat } from './diagnostics.ts'
import { diagnosticSet, userInformation } from './oids.ts'
import { OtherInformation } from './other-information.ts'

/**
 * The diagnostics of the default format that an EXTERNAL holds: as Diag-1, as Bib-1, or as either of them within
 * UserInfo-1. None where it holds something else, or not what its name says.
 */
export function diagnosticsIn({ directReference, encoding }: External): DefaultDiagFormat[] {
  if (encoding.type !== 'singleAsn1Type') return []
  try {
    switch (directReference) {
      case userInformation['user-info-1']:
        return diagnosticsAmong(decode(OtherInformation, encoding.value))
      case diagnosticSet['diag-1']:
        return decode(DiagnosticFormat, encoding.value).flatMap(({ diagnostic }) =>
          diagnostic?.type === 'defaultDiagRec' ? [diagnostic.value] : [],
        )
      case diagnosticSet['bib-1']:
        return [decode(DefaultDiagFormat, encoding.value)]
      default:
        return []
    }
  } catch (error) {
    if (error instanceof Problem) return []
    throw error
  }
}

/** The same for every EXTERNAL among other information. */
export const diagnosticsAmong = (information: OtherInformation): DefaultDiagFormat[] =>
  information.flatMap(({ information }) =>
    information.type === 'externallyDefinedInfo' ? diagnosticsIn(information.value) : [],
  )
