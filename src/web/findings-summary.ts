import type { LineFinding } from './check-text.ts'
import { count } from './text.ts'

/** "2 errors to put right before it can be saved, 1 warning". */
export function findingsSummary(findings: readonly Pick<LineFinding, 'severity'>[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const warnings = findings.length - errors
  if (findings.length === 0) return 'Nothing is wrong with it.'
  return [
    errors > 0 && `${count(errors, 'error')} to put right before it can be saved`,
    warnings > 0 && count(warnings, 'warning'),
  ]
    .filter(Boolean)
    .join(', ')
}
