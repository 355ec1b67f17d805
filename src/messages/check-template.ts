import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { type FieldName, fieldOf } from './fields.ts'
import { htmlComplaint } from './html.ts'
import { fieldsOf, type MessageKind } from './kinds.ts'
import { mostOfPart, type TemplateComplaint, type TemplatePart, type TemplateText } from './template.ts'

/** The parser's names of what is wrong, in words. */
const troubles: Readonly<Record<string, string>> = {
  EXPECT_ARGUMENT_CLOSING_BRACE: 'this “{” has no “}”',
  EMPTY_ARGUMENT: 'there is no field between “{” and “}”',
  MALFORMED_ARGUMENT: 'what follows this “{” is no name of a field',
  EXPECT_ARGUMENT_TYPE: 'a word is missing behind the comma: date, number, plural or select',
  INVALID_ARGUMENT_TYPE: 'behind the comma must stand date, number, plural or select',
  MISSING_OTHER_CLAUSE: 'the case “other {…}” is missing',
}
const otherTrouble = 'this cannot be read: after plural or select, each case is a word and text in braces'

const dayStyles = ['short', 'medium', 'long', 'full']
const deepest = 8

/** Reads a part of a template. Tags are text to it. @throws SyntaxError with `location` */
export async function readMessage(source: string): Promise<MessageFormatElement[]> {
  const { parse } = await import('@formatjs/icu-messageformat-parser')
  return parse(source, { ignoreTag: true, captureLocation: true })
}

/** Everything that is wrong with a template, by line; nothing when it can be used. */
export async function checkTemplate(kind: MessageKind, template: TemplateText): Promise<TemplateComplaint[]> {
  const complaints: TemplateComplaint[] = []
  for (const part of ['subject', 'text', 'html'] as const) {
    const source = template[part]
    if (source === undefined) continue
    for (const complaint of await checkPart(kind, part, source)) complaints.push({ part, ...complaint })
  }
  return complaints
}

/** What is wrong with a text that is filled in as the text of a message of that kind is: a preset note. */
export const checkNote = (kind: MessageKind, source: string): Promise<Complaint[]> =>
  checkPart(kind, 'text', source, ['note'])

type Complaint = Omit<TemplateComplaint, 'part'>

async function checkPart(
  kind: MessageKind,
  part: TemplatePart,
  source: string,
  without: readonly FieldName[] = [],
): Promise<Complaint[]> {
  const most = mostOfPart[part]
  if (source.trim() === '') return [{ line: 1, detail: 'it is empty' }]
  if (source.length > most)
    return [{ line: 1, detail: `it has ${source.length} characters: at most ${most} are taken` }]
  if (part === 'subject' && /[\r\n]/.test(source)) return [{ line: 2, detail: 'a subject has one line' }]
  const known = new Set([...fieldsOf(kind).keys()].filter((name) => !without.includes(name)))
  const complaints: Complaint[] = []
  try {
    complaints.push(...complaintsAbout(await readMessage(source), known))
  } catch (error) {
    const { message, location } = error as Error & { location?: { start: { line: number } } }
    complaints.push({ line: location?.start.line ?? 1, detail: troubles[message] ?? otherTrouble })
  }
  const markup = part === 'html' ? htmlComplaint(source) : undefined
  if (markup) complaints.push({ line: source.slice(0, markup.offset).split('\n').length, detail: markup.detail })
  return complaints.sort((a, b) => a.line - b.line)
}

function* complaintsAbout(
  elements: readonly MessageFormatElement[],
  known: ReadonlySet<FieldName>,
  depth = 1,
): Iterable<Complaint> {
  for (const element of elements) {
    const line = element.location?.start.line ?? 1
    if (element.type === types.literal) yield* quotedFields(element.value, line)
    if (element.type === types.literal || element.type === types.pound) continue
    const detail = known.has(element.value as FieldName)
      ? misuse(element, element.value as FieldName)
      : `there is no field {${element.value}}; this kind of message has: ${[...known].join(', ')}`
    if (detail) yield { line, detail }
    if (!('options' in element)) continue
    if (depth === deepest) yield { line, detail: `more than ${deepest} cases inside each other` }
    else for (const { value } of Object.values(element.options)) yield* complaintsAbout(value, known, depth + 1)
  }
}

/** The parser's `TYPE`, which would load it. */
export const types = {
  literal: 0,
  argument: 1,
  number: 2,
  date: 3,
  time: 4,
  select: 5,
  plural: 6,
  pound: 7,
  tag: 8,
} as const

/** An apostrophe before a brace makes it text: right in ICU, and hardly ever meant. */
function* quotedFields(text: string, line: number): Iterable<Complaint> {
  for (const { 0: found, index } of text.matchAll(/\{\s*\w+\s*[,}]/g))
    yield {
      line: line + text.slice(0, index).split('\n').length - 1,
      detail: `${found} stands behind an apostrophe and would be printed as it is; write the apostrophe twice, or use “ and ”`,
    }
}

/** Whether a field is used as something it is not. */
function misuse(element: Exclude<MessageFormatElement, { type: 7 }>, name: FieldName): string | undefined {
  const { type } = fieldOf(name)
  const words: readonly string[] = typeof type === 'string' ? [] : type
  switch (element.type) {
    case types.argument:
      return undefined
    case types.date:
      if (type !== 'day') return `{${name}} is no date`
      return typeof element.style === 'string' && !dayStyles.includes(element.style)
        ? `a date is ${dayStyles.join(', ')}`
        : typeof element.style === 'object' && element.style !== null
          ? `a date is ${dayStyles.join(', ')}`
          : undefined
    case types.number:
      if (type !== 'number') return `{${name}} is no number`
      return element.style ? 'a number has no style' : undefined
    case types.plural:
      return type === 'number' ? undefined : `{${name}} is no number: plural counts`
    case types.select: {
      const allowed = [...words, 'none', 'other']
      const odd = Object.keys(element.options).find((option) => !allowed.includes(option))
      return odd === undefined ? undefined : `{${name}} is never “${odd}”: the cases are ${allowed.join(', ')}`
    }
    default:
      return `{${name}} can be printed, or used with date, number, plural or select`
  }
}
