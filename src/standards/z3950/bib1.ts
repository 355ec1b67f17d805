import { bib1Attributes } from './bib1-attributes.ts'
import { bib1Diagnostics } from './bib1-diagnostics.ts'

/** The text of a Bib-1 diagnostic, of our own for a code the registry does not know. Z39.50-2003 appendix ERR. */
export function bib1Diagnostic(code: number): string {
  return bib1Diagnostics[code] ?? `Diagnostic ${code}`
}

/** What a Bib-1 attribute says, e.g. (1, 4) is `Use: Title`. Undefined where the registry has no such value. */
export function bib1Attribute(type: number, value: number): string | undefined {
  const attributeType = bib1Attributes[type]
  const meaning = attributeType?.values[value]
  return meaning === undefined ? undefined : `${attributeType?.name}: ${meaning}`
}
