import { Problem } from '../../problems.ts'
import { bib1DiagnosticOf, type SruSaid, sruDiagnostics } from '../../standards/sru/index.ts'
import { type Failure, type Phase, type TargetDiagnostic, TargetFailure } from '../types.ts'

const srwSet = 'info:srw/diagnostic/1'

/** A diagnostic as callers see it: the text is the standard's where it has one, else the server's. */
export function targetDiagnostic({ uri, details, message }: SruSaid): TargetDiagnostic {
  const [, set = uri, digits = '0'] = /^(.*?)\/?(\d{1,9})$/.exec(uri) ?? []
  const code = Number(digits)
  if (set !== srwSet) return { set, code, text: message || `Diagnostic ${uri}`, ...(details && { addinfo: details }) }
  const standard = Object.hasOwn(sruDiagnostics, code) ? sruDiagnostics[code as keyof typeof sruDiagnostics] : undefined
  const bib1 = bib1DiagnosticOf(code)
  const text = standard ?? (message || `Diagnostic ${code}`)
  // Many servers put what they have to say into the message.
  const said = [details, message].filter((one) => one && one.toLowerCase() !== text.toLowerCase()).join('; ')
  return { set, code, text, ...(bib1 !== undefined && { bib1 }), ...(said && { addinfo: said }) }
}

/** Fails with what a server says that it could not do. */
export function refuse(phase: Phase, said: readonly SruSaid[]): never {
  const diagnostics = said.map(targetDiagnostic)
  const denied = diagnostics.some(({ set, code }) => set === srwSet && code === 3)
  const failure: Failure = { kind: denied ? 'access-denied' : 'diagnostic', phase, diagnostics }
  throw new TargetFailure(failure)
}

/** Writes CQL. What it has no words for fails as if the server had refused it. @throws TargetFailure diagnostic */
export function inCql<T>(phase: Phase, write: () => T): T {
  try {
    return write()
  } catch (cause) {
    if (!(cause instanceof Problem) || cause.code !== 'query-unsupported') throw cause
    const { diagnostic, detail } = cause.context
    return refuse(phase, [{ uri: `${srwSet}/${diagnostic}`, details: String(detail), message: '' }])
  }
}
