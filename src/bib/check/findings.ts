/** Something in a record that is not as MARC wants it. An error must be put right before the record is saved. */
export interface Finding {
  readonly severity: 'error' | 'warning'
  /** Index of the field in the record; absent where the leader or the record as a whole is meant. */
  readonly field?: number
  /** `LDR` for the leader. */
  readonly tag: string
  /** What it is, and what to do. */
  readonly text: string
}

/** Notes findings about one field, or about the leader. */
export interface Notes {
  error(text: string): void
  warn(text: string): void
}

/** Notes about the field at this place. */
export function notesOn(findings: Finding[], tag: string, field?: number): Notes {
  const note = (severity: Finding['severity'], text: string) => {
    findings.push({ severity, ...(field === undefined ? {} : { field }), tag, text })
  }
  return { error: (text) => note('error', text), warn: (text) => note('warning', text) }
}

/** How a finding names a value that may be blank. */
export const named = (value: string): string => (value === ' ' ? '# (blank)' : value)
