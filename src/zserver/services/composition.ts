import type { CompSpec, ElementSetNames, PresentRequest } from '../../standards/z3950/index.ts'
import { condition, refuse } from '../../standards/z3950/index.ts'

/** The element set asked for, by database. */
export type ElementSetOf = (database: string) => string | undefined

export function elementSetOf(names: ElementSetNames | undefined): ElementSetOf {
  if (names === undefined) return () => undefined
  if (names.type === 'genericElementSetName') return () => names.value
  return (database) => names.value.find(({ dbName }) => dbName.toLowerCase() === database.toLowerCase())?.esn
}

/** Syntax and element set of a present request; of a CompSpec what can be said without one, the rest is refused. */
export function compositionOf({ recordComposition, preferredRecordSyntax }: PresentRequest) {
  if (recordComposition?.type === 'complex') {
    const { value } = recordComposition
    return { syntax: value.recordSyntax?.[0] ?? preferredRecordSyntax, elementSet: specifiedElements(value) }
  }
  return { syntax: preferredRecordSyntax, elementSet: elementSetOf(recordComposition?.value) }
}

function specifiedElements({ generic, dbSpecific }: CompSpec): ElementSetOf {
  if (dbSpecific || generic?.elementSpec?.type === 'externalEspec') refuse(condition.compSpec)
  if (generic?.schema) refuse(condition.unknownSchema, generic.schema.value)
  const elements = generic?.elementSpec?.value as string | undefined
  return () => elements
}
