import { Problem } from '../../problems.ts'
import { condition, type DefaultDiagFormat, diagnosticSet } from '../../standards/z3950/index.ts'
import type { Session } from '../session.ts'

/** A Bib-1 diagnostic as the client's version has it. */
export function diagnosticFor(version: 2 | 3, code: number, addinfo = ''): DefaultDiagFormat {
  const text = addinfo.slice(0, 255)
  return {
    diagnosticSetId: diagnosticSet['bib-1'],
    condition: code,
    addinfo:
      version === 2
        ? { type: 'v2Addinfo', value: text.replace(/[^\x20-\x7e]/g, '?') }
        : { type: 'v3Addinfo', value: text },
  }
}

/**
 * The diagnostic that tells a client what went wrong. What is not the client's fault is logged and told as a temporary
 * system error: the association goes on.
 */
export function diagnose({ settings, agreed }: Session, cause: unknown): DefaultDiagFormat {
  const version = agreed?.version ?? 3
  if (cause instanceof Problem && cause.code === 'bib1-diagnostic') {
    const { condition: code, addinfo = '' } = cause.context
    return diagnosticFor(version, Number(code), String(addinfo))
  }
  settings.log.error({ err: cause }, 'a database failed')
  return diagnosticFor(version, condition.temporary)
}
