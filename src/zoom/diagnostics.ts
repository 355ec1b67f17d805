import {
  choice,
  decode,
  type External,
  explicit,
  implicit,
  optional,
  sequence,
  sequenceOf,
} from '../standards/asn1/index.ts'
import {
  bib1Diagnostic,
  DefaultDiagFormat,
  type DiagRec,
  diagnosticSet,
  type InitializeResponse,
  OtherInformation,
  type Records,
  userInformation,
} from '../standards/z3950/index.ts'
import type { Failure, Phase, TargetDiagnostic } from './types.ts'

const bib1 = diagnosticSet['bib-1']

/** A diagnostic in the default format, as callers see it. */
export function diagnosticOf({ diagnosticSetId, condition, addinfo }: DefaultDiagFormat): TargetDiagnostic {
  const text = diagnosticSetId === bib1 ? bib1Diagnostic(condition) : `Diagnostic ${condition} of ${diagnosticSetId}`
  const said = addinfo.value.trim()
  return { set: diagnosticSetId, code: condition, text, ...(said && { addinfo: said }) }
}

/** A diagnostic in any format. Of one that we cannot read, its format's OID is all there is to show; its code is 0. */
export function diagRecOf(diagnostic: DiagRec): TargetDiagnostic {
  if (diagnostic.type === 'defaultFormat') return diagnosticOf(diagnostic.value)
  const [readable] = wrapped(diagnostic.value)
  const set = diagnostic.value.directReference ?? ''
  return readable ?? { set, code: 0, text: `A diagnostic of format ${set || 'unknown'}` }
}

/** The diagnostics that came in place of records. */
export function nonSurrogates(records: Records | undefined): TargetDiagnostic[] {
  switch (records?.type) {
    case 'nonSurrogateDiagnostic':
      return [diagnosticOf(records.value)]
    case 'multipleNonSurDiagnostics':
      return records.value.map(diagRecOf)
    default:
      return []
  }
}

/** The failure of an operation that the target says it could not carry out. */
export function refused(phase: Phase, diagnostics: readonly TargetDiagnostic[]): Failure {
  return diagnostics.length > 0
    ? { kind: 'diagnostic', phase, diagnostics }
    : { kind: 'protocol-error', phase, detail: 'the target says that it failed, and not why' }
}

/** Why a target refused Init: what it says is hidden in one of two fields made for other things. */
export function initDiagnostics({ userInformationField, otherInfo }: InitializeResponse): TargetDiagnostic[] {
  return [...(userInformationField ? wrapped(userInformationField) : []), ...inOther(otherInfo)]
}

/** Z39.50-2003 appendix DIAG, diag-1, as far as it wraps the default format. */
const DiagnosticFormat = sequenceOf(
  sequence({
    diagnostic: optional(explicit(1, choice({ defaultDiagRec: implicit(1, DefaultDiagFormat) }))),
  }),
)

/** The diagnostics inside an EXTERNAL, as YAZ and others wrap them; none when it holds something else. */
function wrapped({ directReference, encoding }: External): TargetDiagnostic[] {
  if (encoding.type !== 'singleAsn1Type') return []
  try {
    switch (directReference) {
      case userInformation['user-info-1']:
        return inOther(decode(OtherInformation, encoding.value))
      case diagnosticSet['diag-1']:
        return decode(DiagnosticFormat, encoding.value).flatMap(({ diagnostic }) =>
          diagnostic ? [diagnosticOf(diagnostic.value)] : [],
        )
      case bib1:
        return [diagnosticOf(decode(DefaultDiagFormat, encoding.value))]
      default:
        return []
    }
  } catch {
    // Whatever it is, it is not what its name says. That the target refused is known without it.
    return []
  }
}

function inOther(otherInfo: OtherInformation | undefined): TargetDiagnostic[] {
  return (otherInfo ?? []).flatMap(({ information }) =>
    information.type === 'externallyDefinedInfo' ? wrapped(information.value) : [],
  )
}
