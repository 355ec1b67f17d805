import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { headerText } from '../kit/mail/index.ts'
import { readMessage, types } from './check-template.ts'
import { type FieldName, type FieldType, fieldOf } from './fields.ts'
import { escapeHtml } from './html.ts'
import { type FieldValues, kindOf, type MessageKind } from './kinds.ts'
import type { TemplateText } from './template.ts'

/** Mark what was filled in, and what would have been: characters that Unicode keeps for such uses. */
const some = '\uFDD0'
const none = '\uFDD1'
const marks = /[\uFDD0-\uFDEF]/g

/** Characters of a value: a title may be as long as a cataloguer likes. */
const mostOfLine = 500
const mostOfLines = 10_000

const turning = /[\u202A-\u202E\u2066-\u2069]/g
const controls = /[^\P{Cc}\n\t]/gu

/** A text of many lines, without what only disturbs. */
export const tidyLines = (text: string): string =>
  begin(
    text
      .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
      .replace(controls, '')
      .replace(turning, '')
      .replace(marks, '')
      .trim(),
    mostOfLines,
  )
/** The same in one line. */
export const tidyLine = (text: string): string => begin(headerText(tidyLines(text)), mostOfLine)

/** As many characters, and no half of one. */
const begin = (text: string, most: number) => text.slice(0, most).replace(/\p{Cs}/gu, '\uFFFD')

/**
 * Fills in a template. Every line all of whose fields are empty is left out, and so are blank lines beyond one; dates
 * and numbers are written as the language has them. Values are text: no ICU, no markup, no header is made of them.
 */
export async function renderTemplate(
  kind: MessageKind,
  language: string,
  { subject, text, html }: TemplateText,
  values: FieldValues,
): Promise<TemplateText> {
  const line = headerText((await fill(subject, language, values)).replace(marks, ''))
  return {
    subject: line === '' ? kindOf(kind).label : line,
    text: `${withoutEmptyLines(await fill(text, language, values))}\n`,
    ...(html !== undefined && {
      html: document(language, withoutEmptyLines(await fill(html, language, values, escapeHtml))),
    }),
  }
}

/** Fills in a text of its own, a preset note, in the same way. */
export const renderNote = async (language: string, source: string, values: FieldValues): Promise<string> =>
  withoutEmptyLines(await fill(source, language, values))

const document = (language: string, body: string) =>
  `<!doctype html>\n<html lang="${escapeHtml(language)}"><head><meta charset="utf-8"></head><body>\n${body}\n</body></html>\n`

const withoutEmptyLines = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.includes(none) || line.includes(some))
    .map((line) => line.replace(marks, '').trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

type Escape = (text: string) => string

async function fill(source: string, language: string, values: FieldValues, escaped: Escape = (text) => text) {
  const { default: IntlMessageFormat } = await import('intl-messageformat')
  const elements = filled(await readMessage(source.replace(/\r\n?/g, '\n').replace(marks, '')), values, escaped)
  const message = new IntlMessageFormat(elements, localeOf(language), dayFormats)
  return String(message.format(argumentsOf(values)))
}

/** English without a country: the day before the month's name misleads nobody. */
const localeOf = (language: string) => (language === 'en' ? 'en-GB' : language)
const utc = { timeZone: 'UTC' }
const dayFormats = { date: { short: utc, medium: utc, long: utc, full: utc } }

/** Days and numbers are written by the language's rules; everything else stands in the message already. */
const argumentsOf = (values: FieldValues) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      fieldOf(name as FieldName).type === 'day' ? new Date(`${value}T00:00:00Z`) : value,
    ]),
  )

/** The message with values for texts, and the case of each `select` that applies. */
function filled(
  elements: readonly MessageFormatElement[],
  values: FieldValues,
  escaped: Escape,
): MessageFormatElement[] {
  return elements.flatMap((element): MessageFormatElement[] => {
    if (element.type === types.literal || element.type === types.pound) return [element]
    const name = element.value as FieldName
    const type: FieldType | undefined = fieldOf(name)?.type
    const value = values[name]
    const isThere = type !== undefined && value !== undefined && value !== ''
    if (element.type === types.select) {
      const { options } = element
      const option = (isThere ? typeof type === 'object' && options[value] : options['none']) || options['other']
      return filled(option?.value ?? [], values, escaped)
    }
    if (!isThere) return [literal(none)]
    if (element.type === types.plural) {
      const options = Object.entries(element.options).map(([key, option]) => [
        key,
        { ...option, value: filled(option.value, values, escaped) },
      ])
      return [literal(some), { ...element, options: Object.fromEntries(options) }]
    }
    if (type === 'day') {
      const style = element.type === types.date ? element.style : undefined
      return [literal(some), { type: types.date, value: name, style: style ?? 'long' }]
    }
    if (type === 'number') return [literal(some), { type: types.number, value: name }]
    const text = type === 'lines' ? tidyLines(String(value)) : tidyLine(String(value))
    return [literal(`${some}${escaped(text)}${some}`)]
  })
}

const literal = (value: string): MessageFormatElement => ({ type: types.literal, value })
