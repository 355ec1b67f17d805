import {
  bib1Diagnostic,
  type DefaultDiagFormat,
  type DiagRec,
  diagnosticSet,
  diagnosticsIn,
  type InitializeResponse,
  type Records,
  initDiagnostics as saidAtInit,
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
  const [readable] = diagnosticsIn(diagnostic.value).map(diagnosticOf)
  const set = diagnostic.value.directReference ?? ''
  return readable ?? { set, code: 0, text: `A diagnostic of format ${set || 'unknown'}` }
}

/** What a diagnostic is, or would be, in Bib-1; undefined where Bib-1 has none like it. */
export const bib1CodeOf = ({ set, code, bib1: same }: TargetDiagnostic): number | undefined =>
  set === bib1 ? code : same

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
export const initDiagnostics = (response: InitializeResponse): TargetDiagnostic[] =>
  saidAtInit(response).map(diagnosticOf)
