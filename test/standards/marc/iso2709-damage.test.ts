import { expect } from 'chai'
import { BatchReader, type DiagnosticCode, type Field } from '../../../src/standards/marc/index.ts'
import { assemble, fieldBytes, fieldsOf, iso2709, type Parts, partsOf, splice } from './iso2709-records.ts'

const fields = fieldsOf(
  '001 ocm00012345',
  '005 20260101120000.0',
  '008 260101s1994    xxu     b    001 0 eng  ',
  '020   $a0912517085$c$12.00'.replace('$12', '12'),
  '100 1 $aDvořák, Antonín,$d1841-1904.',
  '245 10$aSlavonic dances :$bop. 46 /$cAntonín Dvořák.',
  '650  0$aDances$zBohemia$vScores.',
)
const good = iso2709(fields)
const parts = partsOf(good)
const neighbour = iso2709(fieldsOf('001 next', '245 00$aThe next record.'))

interface Vector {
  readonly fault: string
  readonly damage: (record: Buffer, parts: Parts) => Uint8Array
  readonly codes: readonly DiagnosticCode[]
  /** Fields that are read as they were; all of them unless said otherwise. */
  readonly kept?: number
}

const write = (record: Buffer, at: number, text: string): Buffer => splice(record, at, text.length, text)
const number = (value: number, width: number): string => String(value).padStart(width, '0')
const entryOf = (i: number): number => parts.fields[i]!.entry
const startOf = (i: number): number => parts.fields[i]!.start
const endOf = (i: number): number => parts.fields[i]!.end
const wrongLength = (length: string, fault: string): Vector => ({
  fault,
  damage: (r) => write(r, 0, length),
  codes: ['length-wrong'],
})
const wrongBase = (base: string, fault: string): Vector => ({
  fault,
  damage: (r) => write(r, 12, base),
  codes: ['base-wrong'],
})
const wrongLeader = (at: number, text: string, fault: string): Vector => ({
  fault,
  damage: (r) => write(r, at, text),
  codes: ['leader-wrong'],
})
const all = (from: string | RegExp, to: string) => (r: Buffer) =>
  Buffer.from(r.toString('latin1').replaceAll(from, to), 'latin1')
/** The first of them only. */
const swap = (from: string, to: string) => (r: Buffer) => Buffer.from(r.toString('latin1').replace(from, to), 'latin1')
/** U+FFFD in UTF-8, byte for character. */
const lost = '\xef\xbf\xbd'

const leader: Vector[] = [
  wrongLength(number(good.length + 7, 5), 'length too great'),
  wrongLength(number(good.length - 7, 5), 'length too small'),
  wrongLength('00000', 'length 00000'),
  wrongLength('99999', 'length 99999'),
  wrongLength('     ', 'length blank'),
  wrongLength('0x2af', 'length not digits'),
  wrongLength('00024', 'length of a leader only'),
  wrongLength('-0001', 'length negative'),
  wrongBase('00000', 'base address 00000'),
  wrongBase('99999', 'base address 99999'),
  wrongBase(number(parts.base + 1, 5), 'base address one too great'),
  wrongBase(number(parts.base - 1, 5), 'base address one too small'),
  wrongBase(number(parts.base - 12, 5), 'base address an entry too small'),
  wrongBase('     ', 'base address blank'),
  wrongBase('00f00', 'base address not digits'),
  wrongLeader(10, '12', 'one indicator'),
  wrongLeader(10, '2 ', 'subfield code count blank'),
  wrongLeader(20, '    ', 'entry map blank'),
  wrongLeader(20, '3500', 'entry map of other lengths'),
  wrongLeader(5, '\x00\x00', 'NULs in the leader'),
  wrongLeader(17, '\xe9', 'a high byte in the leader'),
  {
    fault: 'leader blank',
    damage: (r) => write(r, 0, ' '.repeat(24)),
    codes: ['length-wrong', 'leader-wrong', 'base-wrong'],
  },
  { fault: 'leader one short', damage: (r) => splice(r, 7, 1), codes: ['length-wrong', 'leader-wrong'] },
  { fault: 'leader three short', damage: (r) => splice(r, 5, 3), codes: ['length-wrong', 'leader-wrong'] },
  { fault: 'leader one long', damage: (r) => splice(r, 7, 0, 'x'), codes: ['length-wrong', 'leader-wrong'] },
  { fault: 'leader four long', damage: (r) => splice(r, 7, 0, '    '), codes: ['length-wrong', 'leader-wrong'] },
]

const directory: Vector[] = [
  { fault: 'length not digits', damage: (r) => write(r, entryOf(3) + 3, '00x1'), codes: ['entry-wrong'] },
  { fault: 'start not digits', damage: (r) => write(r, entryOf(3) + 7, '   91'), codes: ['entry-wrong'] },
  {
    fault: 'length too great',
    damage: (r) => write(r, entryOf(3) + 3, '0099'),
    codes: ['entry-misplaced', 'entry-overlap'],
  },
  { fault: 'length too small', damage: (r) => write(r, entryOf(3) + 3, '0003'), codes: ['entry-misplaced'] },
  { fault: 'length 0000', damage: (r) => write(r, entryOf(3) + 3, '0000'), codes: ['entry-misplaced'] },
  {
    fault: 'length 9999',
    damage: (r) => write(r, entryOf(6) + 3, '9999'),
    codes: ['entry-past-end', 'entry-misplaced'],
  },
  {
    fault: 'start past the end',
    damage: (r) => write(r, entryOf(6) + 7, '90000'),
    codes: ['entry-past-end', 'entry-misplaced'],
  },
  {
    fault: 'two entries at one start',
    damage: (r) => write(r, entryOf(5) + 7, r.toString('latin1', entryOf(4) + 7, entryOf(4) + 12)),
    codes: ['entry-overlap', 'entry-misplaced'],
  },
  { fault: 'starts one too great', damage: shiftStarts(1), codes: ['entry-misplaced'] },
  { fault: 'starts one too small', damage: shiftStarts(-1), codes: ['entry-misplaced'] },
  { fault: 'lengths of characters, not bytes', damage: countCharacters, codes: ['entry-misplaced'] },
  { fault: 'tag with a blank', damage: (r) => write(r, entryOf(6), '6 0'), codes: ['tag-wrong'], kept: 6 },
  {
    fault: 'tag with a control character',
    damage: (r) => write(r, entryOf(6), '6\x010'),
    codes: ['tag-wrong'],
    kept: 6,
  },
  { fault: 'tag with a high byte', damage: (r) => write(r, entryOf(6), '65\xb0'), codes: ['tag-wrong'], kept: 6 },
  {
    fault: 'tag of two characters',
    damage: (r) => splice(r, entryOf(3) + 2, 1),
    codes: ['directory-wrong', 'length-wrong'],
    kept: 6,
  },
  {
    fault: 'tag of four characters',
    damage: (r) => splice(r, entryOf(3), 0, '0'),
    codes: ['directory-wrong', 'length-wrong'],
    kept: 6,
  },
  {
    fault: 'length of three digits',
    damage: (r) => splice(r, entryOf(4) + 3, 1),
    codes: ['directory-wrong', 'length-wrong'],
  },
  {
    fault: 'length of five digits',
    damage: (r) => splice(r, entryOf(4) + 3, 0, '0'),
    codes: ['directory-wrong', 'length-wrong'],
  },
  {
    fault: 'start of four digits',
    damage: (r) => splice(r, entryOf(4) + 7, 1),
    codes: ['directory-wrong', 'length-wrong'],
  },
  {
    fault: 'an entry lost',
    damage: (r) => splice(r, entryOf(3), 12),
    codes: ['field-without-entry', 'base-wrong'],
    kept: 6,
  },
  {
    fault: 'an entry twice',
    damage: (r) => splice(r, entryOf(3), 0, r.subarray(entryOf(3), entryOf(4))),
    codes: ['entry-without-field', 'base-wrong'],
  },
  {
    fault: 'an entry for nothing',
    damage: (r) => splice(r, parts.base - 1, 0, '999001200000'),
    codes: ['entry-without-field', 'base-wrong'],
  },
  {
    fault: 'terminator replaced',
    damage: (r) => write(r, parts.base - 1, ' '),
    codes: ['control-replaced'],
  },
  {
    fault: 'terminator lost',
    damage: (r) => splice(r, parts.base - 1, 1),
    codes: ['directory-terminator-missing', 'length-wrong'],
  },
  { fault: 'a field terminator inside', damage: (r) => write(r, entryOf(2) + 5, '\x1e'), codes: ['entry-wrong'] },
  { fault: 'no entries', damage: () => assemble([], []), codes: ['no-fields'], kept: 0 },
]

const structure: Vector[] = [
  {
    fault: 'field terminator replaced',
    damage: (r) => write(r, endOf(4), '.'),
    codes: ['field-terminator-missing', 'field-split'],
  },
  {
    fault: 'field terminator lost',
    damage: (r) => splice(r, endOf(4), 1),
    codes: ['field-terminator-missing', 'field-split'],
  },
  {
    fault: 'control field terminator lost',
    damage: (r) => splice(r, endOf(0), 1),
    codes: ['field-terminator-missing', 'field-split'],
  },
  {
    fault: 'last field terminator lost',
    damage: (r) => splice(r, endOf(6), 1),
    codes: ['field-terminator-missing', 'length-wrong'],
  },
  {
    fault: 'two field terminators lost',
    damage: (r) => splice(splice(r, endOf(4), 1), endOf(3), 1),
    codes: ['field-terminator-missing', 'field-split'],
  },
  {
    fault: 'all field terminators replaced',
    damage: all('\x1e', '^'),
    codes: ['control-replaced'],
  },
  {
    fault: 'all field terminators lost',
    damage: all('\x1e', ''),
    codes: ['field-terminator-missing', 'directory-terminator-missing'],
  },
  {
    fault: 'a stray field terminator',
    damage: (r) => splice(r, startOf(5) + 9, 0, '\x1e'),
    codes: ['field-terminator-inside', 'length-wrong'],
    kept: 6,
  },
  {
    fault: 'a byte became a field terminator',
    damage: (r) => write(r, startOf(5) + 9, '\x1e'),
    codes: ['control-replaced'],
    kept: 6,
  },
  { fault: 'a delimiter became a field terminator', damage: swap('\x1fb', '\x1eb'), codes: ['control-replaced'] },
  { fault: 'a delimiter became U+FFFD', damage: swap('\x1fb', `${lost}b`), codes: ['control-replaced'] },
  { fault: 'a field terminator became U+FFFD', damage: swap('\x1e1 ', `${lost}1 `), codes: ['control-replaced'] },
  { fault: 'all delimiters became U+FFFD', damage: all('\x1f', lost), codes: ['control-replaced'] },
  { fault: 'all field terminators became U+FFFD', damage: all('\x1e', lost), codes: ['control-replaced'] },
  { fault: 'all control characters became U+FFFD', damage: all(/[\x1d-\x1f]/g, lost), codes: ['control-replaced'] },
  { fault: 'all control characters became ?', damage: all(/[\x1d-\x1f]/g, '?'), codes: ['control-replaced'] },
  {
    fault: 'all field terminators became record terminators',
    damage: all('\x1e', '\x1d'),
    codes: ['control-replaced'],
  },
  {
    fault: 'all field terminators lost but that of the directory',
    damage: (r) => Buffer.concat([r.subarray(0, parts.base), all('\x1e', '')(r.subarray(parts.base))]),
    codes: ['field-terminator-missing'],
  },
  { fault: 'lines wrapped after 80 bytes', damage: all(/[\s\S]{80}/g, '$&\r\n'), codes: ['bytes-inserted'] },
  {
    fault: 'record terminator lost',
    damage: (r) => r.subarray(0, -1),
    codes: ['record-terminator-missing', 'length-wrong'],
  },
  {
    fault: 'record terminator replaced',
    damage: (r) => write(r, r.length - 1, '.'),
    codes: ['record-terminator-missing'],
  },
  {
    fault: 'a stray record terminator',
    damage: (r) => splice(r, startOf(5) + 9, 0, '\x1d'),
    codes: ['record-terminator-inside', 'length-wrong'],
    kept: 6,
  },
  {
    fault: 'a byte became a record terminator',
    damage: (r) => write(r, startOf(5) + 9, '\x1d'),
    codes: ['record-terminator-inside'],
    kept: 6,
  },
  {
    fault: 'cut in a field',
    damage: (r) => r.subarray(0, startOf(5) + 9),
    codes: ['record-terminator-missing', 'entry-without-field', 'length-wrong'],
    kept: 5,
  },
  {
    fault: 'cut behind a field',
    damage: (r) => r.subarray(0, endOf(4) + 1),
    codes: ['record-terminator-missing', 'entry-without-field', 'length-wrong'],
    kept: 5,
  },
  {
    fault: 'cut in the directory',
    damage: (r) => r.subarray(0, 60),
    codes: ['no-fields'],
    kept: 0,
  },
  {
    fault: 'bytes lost in the data',
    damage: (r) => splice(r, startOf(5) + 6, 4),
    codes: ['length-wrong', 'entry-misplaced'],
    kept: 6,
  },
  {
    fault: 'bytes added in the data',
    damage: (r) => splice(r, startOf(5) + 6, 0, 'xxxx'),
    codes: ['length-wrong', 'entry-misplaced'],
    kept: 6,
  },
  {
    fault: 'a line end behind each terminator',
    damage: all('\x1e', '\x1e\r\n'),
    codes: ['bytes-inserted'],
  },
  { fault: 'a NUL behind each terminator', damage: all('\x1e', '\x1e\0'), codes: ['bytes-inserted'] },
  {
    fault: 'Latin-1 made of UTF-8, lengths left',
    damage: (r) => Buffer.from(r.toString('utf8'), 'latin1'),
    codes: ['length-wrong', 'entry-misplaced'],
    kept: 5,
  },
  {
    fault: 'UTF-8 made twice, lengths left',
    damage: (r) => Buffer.from(r.toString('latin1')),
    codes: ['length-wrong', 'entry-misplaced', 'utf8-doubled'],
  },
]

const field =
  (body: string | Buffer, tag = '245') =>
  (): Buffer =>
    assemble(['001', tag], [Buffer.from('x\x1e'), Buffer.concat([Buffer.from(body), Buffer.of(0x1e)])])

const inFields: Vector[] = [
  { fault: 'an empty control field', damage: field('', '008'), codes: ['field-empty'], kept: 0 },
  { fault: 'an empty data field', damage: field(''), codes: ['field-empty'], kept: 0 },
  { fault: 'indicators only', damage: field('10'), codes: ['field-empty'], kept: 0 },
  { fault: 'no delimiter', damage: field('10Title'), codes: ['delimiter-missing'], kept: 0 },
  { fault: 'no indicators', damage: field('\x1faTitle'), codes: ['indicators-wrong'], kept: 0 },
  { fault: 'one indicator', damage: field('1\x1faTitle'), codes: ['indicators-wrong'], kept: 0 },
  { fault: 'three indicators', damage: field('100\x1faTitle'), codes: ['indicators-wrong'], kept: 0 },
  { fault: 'indicators not permitted', damage: field('X\x7f\x1faTitle'), codes: ['indicators-wrong'], kept: 0 },
  {
    fault: 'data before the first subfield',
    damage: field('10Title\x1fbrest'),
    codes: ['data-before-subfield'],
    kept: 0,
  },
  { fault: 'a delimiter twice', damage: field('10\x1f\x1faTitle'), codes: ['subfield-code-wrong'], kept: 0 },
  { fault: 'a delimiter last', damage: field('10\x1faTitle\x1f'), codes: ['subfield-code-wrong'], kept: 0 },
  { fault: 'a blank for a code', damage: field('10\x1f Title'), codes: ['subfield-code-wrong'], kept: 0 },
  {
    fault: 'a letter with a diacritic for a code',
    damage: field('10\x1fåTitle'),
    codes: ['subfield-code-wrong'],
    kept: 0,
  },
  {
    fault: 'a control character for a code',
    damage: field('10\x1f\x01Title'),
    codes: ['subfield-code-wrong'],
    kept: 0,
  },
  { fault: 'a NUL in the text', damage: field('10\x1faTi\0tle'), codes: ['control-character'], kept: 0 },
  {
    fault: 'a delimiter in a control field',
    damage: field('  \x1faTitle', '008'),
    codes: ['control-character'],
    kept: 0,
  },
  { fault: 'the delimiter is another character', damage: all('\x1f', '$'), codes: ['delimiter-replaced'] },
]

/** Every start in the directory but the first moved by some bytes. */
function shiftStarts(by: number) {
  return (record: Buffer, { fields }: Parts): Buffer =>
    fields.slice(1).reduce((r, { entry, start }) => write(r, entry + 7, number(start - parts.base + by, 5)), record)
}

/** A directory that counts characters where it should count bytes. */
function countCharacters(record: Buffer): Buffer {
  let at = 0
  return fields.reduce((r, original, i) => {
    const length = fieldBytes(original, Buffer.from).toString().length + 1
    const numbers = number(length, 4) + number(at, 5)
    at += length
    return write(r, entryOf(i) + 3, numbers)
  }, record)
}

const vectors: Record<string, readonly Vector[]> = {
  'Damage to the leader': leader,
  'Damage to the directory': directory,
  'Damage to terminators and data': structure,
  'Damage inside fields': inFields,
}

const key = (field: Field) => JSON.stringify(field)

function read(...pieces: Uint8Array[]) {
  const reader = new BatchReader()
  return [...reader.push(Buffer.concat(pieces)), ...reader.end()]
}

for (const [title, cases] of Object.entries(vectors))
  describe(title, () => {
    for (const { fault, damage, codes, kept = fields.length } of cases)
      it(`${fault}: ${codes.join(', ')}`, () => {
        const damaged = damage(good, parts)
        const [outcome, next, ...more] = read(damaged, neighbour)
        expect(more).to.deep.equal([])
        expect(next?.diagnostics, 'the next record').to.deep.equal([])
        expect(next).to.have.nested.property('record.fields.1').deep.equal(['245', '00', 'a', 'The next record.'])
        expect(outcome!.diagnostics.map(({ code }) => code)).to.include.members([...codes])
        for (const { record, offset } of outcome!.diagnostics) {
          expect(record).to.equal(1)
          expect(offset).to.be.within(0, damaged.length)
        }
        const found = 'rejected' in outcome! ? [] : outcome!.record.fields.map(key)
        expect(fields.filter((original) => found.includes(key(original))).length, found.join('\n')).to.be.at.least(kept)
      })
  })

describe('The catalogue of damage', () => {
  it('has at least eighty vectors', () => {
    expect(Object.values(vectors).flat().length).to.be.at.least(80)
  })
})
