import { Problem } from '../../problems.ts'
import { type DefaultDiagFormat, diagnosticSet } from '../../standards/z3950/index.ts'
import { condition } from '../diagnostics.ts'
import type { Session } from '../session.ts'

/**
 * The diagnostic that tells a client what went wrong. What is not the client's fault is logged and told as a temporary
 * system error: the association goes on.
 */
export function diagnose({ settings, agreed }: Session, cause: unknown): DefaultDiagFormat {
  const [code, addinfo] =
    cause instanceof Problem && cause.code === 'bib1-diagnostic'
      ? [Number(cause.context['condition']), String(cause.context['addinfo'] ?? '')]
      : [condition.temporary, '']
  if (code === condition.temporary) settings.log.error({ err: cause }, 'a database failed')
  const text = addinfo.slice(0, 255)
  return {
    diagnosticSetId: diagnosticSet['bib-1'],
    condition: code,
    addinfo:
      agreed?.version === 2
        ? { type: 'v2Addinfo', value: text.replace(/[^\x20-\x7e]/g, '?') }
        : { type: 'v3Addinfo', value: text },
  }
}
