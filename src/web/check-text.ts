import { checkRecord } from '../bib/index.ts'
import { type Flavour, type MarcRecord, parseEditorText } from '../standards/marc/index.ts'

/** What is to be said about a line of the editor. An error is in the way of saving. */
export interface LineFinding {
  readonly severity: 'error' | 'warning'
  readonly line: number
  readonly column?: number
  readonly text: string
}

export interface CheckedText {
  /** Where the text can be read, whatever else is wrong. */
  readonly record?: MarcRecord
  /** In the order of lines. */
  readonly findings: readonly LineFinding[]
  /** Whether it may be saved. */
  readonly sound: boolean
}

/** Reads and checks the text of the MARC editor, line by line. */
export function checkText(text: string, flavour: Flavour): CheckedText {
  const { record, findings, lines, leaderLine } = parseEditorText(text)
  const checked = record ? checkRecord(record, flavour) : []
  const all: LineFinding[] = [
    ...findings,
    ...checked.map(({ severity, field, text }) => ({
      severity,
      line: field === undefined ? leaderLine : (lines[field] ?? leaderLine),
      text,
    })),
  ]
  all.sort((one, other) => one.line - other.line)
  return { ...(record && { record }), findings: all, sound: !all.some(({ severity }) => severity === 'error') }
}
