import fc from 'fast-check'
import { type Description, type Field, standing, text } from '../../../src/standards/iso18626/describe.ts'
import { type Message, type MessageKind, messages } from '../../../src/standards/iso18626/messages.ts'
import type { Version } from '../../../src/standards/iso18626/versions.ts'

/** Text that XML can hold and reading leaves as it is. */
export const words = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    fc.constantFrom('<b>&amp;', ']]>', 'a\r\nb', '&#0;', '"quoted"', 'ته', '#seq:1#'),
  )
  .map((text) => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '').trim())
  .filter((text) => text !== '')

const times = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .chain((date) => fc.constantFrom(date.toISOString(), date.toISOString().replace(/\.\d+Z$/, '+05:30')))

function valuesOf(description: Description, version: Version): fc.Arbitrary<unknown> {
  switch (description.is) {
    case 'text':
      return words
    case 'dateTime':
      return times
    case 'decimal':
      return fc.tuple(fc.nat(), fc.nat({ max: 99 })).map(([whole, part]) => `${whole}.${part}`)
    case 'natural':
      return fc.nat({ max: 999_999_999 })
    case 'boolean':
      return fc.boolean()
    case 'open':
      return fc.record(
        { code: fc.oneof(fc.constantFrom('some other', ...description.known), words), scheme: fc.webUrl() },
        { requiredKeys: ['code'] },
      )
    case 'closed':
      return fc.constantFrom(
        ...description.codes.filter((code) => version !== '1.2' || !description.new.includes(code)),
      )
    case 'choice':
      return fc.oneof(
        ...Object.entries(description.fields).map(([name, field]) =>
          valuesOf(field.type as Description, version).map((value) => ({ [name]: value })),
        ),
      )
    case 'sequence': {
      const fields = Object.entries(description.fields).filter(([name, field]) => standing(name, field, version))
      return fc
        .record(Object.fromEntries(fields.map(([name, field]) => [name, fieldOf(name, field, version)])))
        .map((value) => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)))
    }
  }
}

/** Groups that would be written empty are left out, as reading does. */
function fieldOf(name: string, field: Field, version: Version): fc.Arbitrary<unknown> {
  const value = valuesOf(field.type as Description, version)
  const { least, most } = standing(name, field, version)!
  if (field.count === 'one' || (least === 1 && field.type !== text)) return value
  const given = value.filter((each) => typeof each !== 'object' || Object.keys(each as object).length > 0)
  if (field.count === 'optional') return fc.option(given, { nil: undefined })
  return fc.array(given, { maxLength: Math.min(most, 3) }).map((all) => (all.length === 0 ? undefined : all))
}

export const kinds = Object.keys(messages) as MessageKind[]

/** Any message that a version can hold. */
export const messageIn = (version: Version, among: readonly MessageKind[] = kinds): fc.Arbitrary<Message> =>
  fc
    .constantFrom(...among)
    .chain((kind) => valuesOf(messages[kind], version).map((body) => ({ kind, body }) as Message))
