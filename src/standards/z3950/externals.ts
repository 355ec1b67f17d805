import type { Type } from '../asn1/index.ts'
import { InternationalString } from './auxiliary.ts'
import { CharSetandLanguageNegotiation } from './charset-negotiation.ts'
import { DiagnosticFormat } from './diag1.ts'
import { DefaultDiagFormat } from './diagnostics.ts'
import { GenericRecord } from './grs1.ts'
import { diagnosticSet, negotiationRecord, queryLanguage, recordSyntax, userInformation } from './oids.ts'
import { OPACRecord } from './opac.ts'
import { OtherInformation } from './other-information.ts'
import { SearchInfoReport } from './search-result.ts'
import { BriefBib } from './summary.ts'
import { SutrsRecord } from './sutrs.ts'
import { TaskPackage } from './task-package.ts'

/** The types of the ASN.1 data an EXTERNAL may hold, by direct reference. */
const types: ReadonlyMap<string, Type<unknown>> = new Map<string, Type<unknown>>([
  [recordSyntax.sutrs, SutrsRecord],
  [recordSyntax.opac, OPACRecord],
  [recordSyntax['grs-1'], GenericRecord],
  [recordSyntax.summary, BriefBib],
  [recordSyntax.extended, TaskPackage],
  [queryLanguage.cql, InternationalString],
  [diagnosticSet['bib-1'], DefaultDiagFormat],
  [diagnosticSet['diag-1'], DiagnosticFormat],
  [negotiationRecord['charset-3'], CharSetandLanguageNegotiation],
  [userInformation['search-result-1'], SearchInfoReport],
  [userInformation['user-info-1'], OtherInformation],
])

/** The type of the data in an EXTERNAL with this direct reference; undefined where we describe none. */
export const externalType = (directReference: string): Type<unknown> | undefined => types.get(directReference)
