import fc from 'fast-check'
import { type Field, MarcRecord } from '../../../src/standards/marc/index.ts'

/** What text formats trip over, and every script of a catalogue; in NFC, as readers give it. */
const awkward = [
  '$',
  '{',
  '}',
  '\\',
  '{dollar}',
  '{acute}',
  '#',
  '=',
  '=245',
  '"',
  "'",
  '&',
  '&amp;',
  '<',
  '>',
  ']]>',
  '<!--',
  ' ',
  '  ',
  '\n',
  '\r',
  '\r\n',
  '\t',
  'Łódź',
  'Dvořák',
  'Война и мир',
  'Ἰλιάς',
  'ספר',
  'كتاب',
  '红楼梦',
  '源氏物語',
  '한국',
  '𠮷',
  '👩‍🚀',
  'a\u0331\u0304',
  '\u0098The \u009c',
  '__proto__',
] as const

const text = fc
  .oneof(
    { weight: 3, arbitrary: fc.string({ maxLength: 30 }) },
    { weight: 3, arbitrary: fc.array(fc.constantFrom(...awkward), { maxLength: 6 }).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  )
  .map((value) => value.replace(/[\x1d-\x1f\ufffd\ufffe\uffff]/g, '').normalize('NFC'))

const digit = fc.constantFrom(...'0123456789')
const indicator = fc.constantFrom(...' 0123456789#$\\{a')
const code = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789$\\{!')

const controlField: fc.Arbitrary<Field> = fc
  .tuple(fc.constantFrom('001', '003', '005', '007', '008'), text)
  .map(([tag, value]) => [tag, value])

const dataField: fc.Arbitrary<Field> = fc
  .tuple(
    fc.oneof(
      fc.constantFrom('020', '100', '245', '880', '900', 'CAT', '9a9'),
      fc.tuple(fc.constantFrom(...'123456789'), digit, digit).map((digits) => digits.join('')),
    ),
    fc.tuple(indicator, indicator).map((pair) => pair.join('')),
    fc.array(fc.tuple(code, text), { maxLength: 6 }),
  )
  .map(([tag, indicators, subfields]) => [tag, indicators, ...subfields.flat()])

const leader = fc
  .tuple(
    fc.constantFrom(...'acdnp'),
    fc.constantFrom(...'acdefgijkmoprt'),
    fc.constantFrom(...'abcdims'),
    fc.constantFrom(...' 1234578uz'),
  )
  .map(([status, type, level, encodingLevel]) => `00000${status}${type}${level} a2200000${encodingLevel}i 4500`)

export const recordOf = (leader: string, fields: Field[]): MarcRecord =>
  Object.assign(new MarcRecord(), { leader, fields })

/** Records that every format can hold. */
export const anyRecord: fc.Arbitrary<MarcRecord> = fc
  .tuple(leader, fc.array(controlField, { maxLength: 3 }), fc.array(dataField, { minLength: 1, maxLength: 12 }))
  .map(([head, controls, datas]) => recordOf(head, [...controls, ...datas]))

/** A record without what every format sets for itself: lengths, addresses and the encoding mark of the leader. */
export const content = (record: MarcRecord) => ({
  leader: record.leader.slice(5, 9) + record.leader.slice(17, 20),
  fields: record.fields,
})
