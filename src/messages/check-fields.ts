import { Problem } from '../problems.ts'
import { type FieldName, type FieldType, fieldOf } from './fields.ts'
import { type FieldValues, fieldsOf, type MessageKind } from './kinds.ts'

/**
 * The values a message is filled in with, without those that are missing. The compiler has looked at most of this
 * already; what a definition or a program gives, it could not.
 * @throws Problem message-field naming what is wrong
 */
export function checkFields(kind: MessageKind, given: Readonly<Record<string, unknown>>): FieldValues {
  const known = fieldsOf(kind)
  const wrong = (field: string, detail: string) => new Problem('message-field', { kind, field, detail })
  for (const name of Object.keys(given))
    if (given[name] !== undefined && !known.has(name as FieldName))
      throw wrong(name, 'no message of this kind may hold it')
  const values: Partial<Record<FieldName, string | number>> = {}
  for (const [name, needed] of known) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    if (value === undefined || value === null) {
      if (needed) throw wrong(name, 'it is missing')
      continue
    }
    if (value === '') continue
    const complaint = complaintOf(fieldOf(name).type, value)
    if (complaint) throw wrong(name, complaint)
    values[name] = value as string | number
  }
  return values
}

function complaintOf(type: FieldType, value: unknown): string | undefined {
  if (type === 'number') return Number.isSafeInteger(value) ? undefined : 'it must be a whole number'
  if (typeof value !== 'string') return 'it must be a text'
  if (type === 'day')
    return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
      ? undefined
      : 'it must be a day like 2026-05-12'
  if (type === 'link')
    return /^https?:\/\/[^\s"<>]+$/i.test(value) && URL.canParse(value) ? undefined : 'it must be a web address'
  if (typeof type === 'string') return undefined
  return type.includes(value) ? undefined : `it must be one of ${type.join(', ')}`
}
