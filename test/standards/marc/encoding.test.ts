import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import {
  BatchReader,
  type Decoded,
  encodeMarc8,
  type ReadOptions,
  readRecord,
} from '../../../src/standards/marc/index.ts'
import { needs } from '../../peers.ts'
import { fieldsOf, iso2709, numbers } from './iso2709-records.ts'

/** Stands for a dollar that is part of an escape sequence: `$` begins a subfield in the short form of the tests. */
const DOLLAR = '\x7f'

const latin1 = (text: string): Uint8Array => Buffer.from(text.replaceAll(DOLLAR, '$'), 'latin1')

/** A record whose texts are given as bytes, one character each. */
const raw = (scheme: string, ...lines: string[]): Buffer => iso2709(fieldsOf(...lines), { scheme, encode: latin1 })

const utf8 = (text: string): string => Buffer.from(text).toString('latin1')
const marc8 = (text: string): string => Buffer.from(encodeMarc8(text)).toString('latin1').replaceAll('$', DOLLAR)

const values = ({ record }: Decoded): string[] => record.fields.slice(1).map((field) => field.slice(3).join('|'))
const codes = ({ diagnostics }: Decoded): string[] => diagnostics.map(({ code }) => code)

interface Case {
  readonly what: string
  readonly record: Buffer
  readonly options?: ReadOptions
  readonly encoding: string
  readonly texts: readonly string[]
  readonly codes?: readonly string[]
  readonly lossy?: readonly string[]
}

const unimarc100 = (set: string): string => `100   $a20260101d1994    m  y0frey${set}    ba`

const cases: Case[] = [
  { what: 'ASCII', record: raw(' ', '001 1', '245 10$aPlain'), encoding: 'utf-8', texts: ['Plain'] },
  {
    what: 'UTF-8 though the leader says MARC-8',
    record: raw(' ', '001 1', `245 10$a${utf8('Dvořák')}`),
    encoding: 'utf-8',
    texts: ['Dvořák'],
  },
  {
    what: 'decomposed UTF-8, as NFC',
    record: raw('a', '001 1', `245 10$a${utf8('Dvor\u030ca\u0301k')}`),
    encoding: 'utf-8',
    texts: ['Dvořák'],
  },
  {
    what: 'MARC-8 though the leader says UTF-8',
    record: raw('a', '001 1', `245 10$a${marc8('Dvořák, Antonín')}`, `650  0$a${marc8('Smetana, Bedřich')}`),
    encoding: 'marc-8',
    texts: ['Dvořák, Antonín', 'Smetana, Bedřich'],
  },
  {
    what: 'MARC-8 of seven bits, told by its escapes',
    record: raw(' ', '001 1', `245 10$a${marc8('Москва')}$c${marc8('北京')}`),
    encoding: 'marc-8',
    texts: ['Москва|c|北京'],
  },
  {
    what: 'character references where the leader says MARC-8',
    record: raw(' ', '001 1', '245 10$aPrice &#x20AC;5 & more'),
    encoding: 'marc-8',
    texts: ['Price €5 & more'],
  },
  {
    what: 'character references as they are where the leader says UTF-8',
    record: raw('a', '001 1', '245 10$aPrice &#x20AC;5'),
    encoding: 'utf-8',
    texts: ['Price &#x20AC;5'],
  },
  {
    what: 'Latin-1 said to be UTF-8',
    record: raw(
      'a',
      '001 1',
      '245 10$aGén\xe9ration perdue'.replace('é', '\xe9'),
      '650  0$aPo\xe9sie fran\xe7aise$zGen\xe8ve.',
    ),
    encoding: 'iso-8859-1',
    texts: ['Génération perdue', 'Poésie française|z|Genève.'],
  },
  {
    what: 'German in Latin-1',
    record: raw(' ', '001 1', '245 10$aGr\xfc\xdfe aus M\xfcnchen', '650  0$aB\xfccher f\xfcr L\xe4nder'),
    encoding: 'iso-8859-1',
    texts: ['Grüße aus München', 'Bücher für Länder'],
  },
  {
    what: 'Windows-1252, told by its quotation marks',
    record: raw('a', '001 1', '245 10$a\x93L\x92\xe9t\xe9\x94 \x96 roman'),
    encoding: 'windows-1252',
    texts: ['“L’été” – roman'],
  },
  {
    what: 'ISO 5426 where UNIMARC says so',
    record: raw(' ', '001 1', unimarc100('03'), '200 1 $a\x88L\x89\xc2ecole \xc1a la fran\xd0caise'),
    encoding: 'iso-5426',
    texts: [unimarc100('03').slice(8), '\x98L\x9cécole à la française'],
  },
  {
    what: 'ISO 5426 in a UNIMARC target, by its marks',
    record: raw(' ', '001 1', '200 1 $aL\xc2ecole fran\xd0caise et l\xc2etude'),
    options: { flavour: 'unimarc' },
    encoding: 'iso-5426',
    texts: ['Lécole française et létude'],
  },
  {
    what: 'KOI8-R, by the name given',
    record: raw(' ', '001 1', '245 10$a\xed\xcf\xd3\xcb\xd7\xc1'),
    options: { encoding: 'koi8-r' },
    encoding: 'koi8-r',
    texts: ['Москва'],
  },
  {
    what: 'Windows-1251, by the name given',
    record: raw(' ', '001 1', '245 10$a\xcc\xee\xf1\xea\xe2\xe0'),
    options: { encoding: 'windows-1251' },
    encoding: 'windows-1251',
    texts: ['Москва'],
  },
  {
    what: 'CP866, by the name given',
    record: raw(' ', '001 1', '245 10$a\x8c\xae\xe1\xaa\xa2\xa0'),
    options: { encoding: 'cp866' },
    encoding: 'cp866',
    texts: ['Москва'],
  },
  {
    what: 'UTF-8 though the target is said to send MARC-8',
    record: raw(' ', '001 1', `245 10$a${utf8('Dvořák')}`),
    options: { encoding: 'marc-8' },
    encoding: 'utf-8',
    texts: ['Dvořák'],
  },
  {
    what: 'MARC-8 though the target is said to send UTF-8',
    record: raw(' ', '001 1', `245 10$a${marc8('Dvořák')}`),
    options: { encoding: 'utf-8' },
    encoding: 'marc-8',
    texts: ['Dvořák'],
  },
  {
    what: 'one MARC-8 field among UTF-8 ones',
    record: raw(
      'a',
      '001 1',
      `245 10$a${utf8('Dvořák')}`,
      `650  0$a${utf8('Škvorecký')}`,
      `700 1 $a${marc8('Tyršová, Renáta')}`,
    ),
    encoding: 'utf-8',
    texts: ['Dvořák', 'Škvorecký', 'Tyršová, Renáta'],
    codes: ['encoding-mixed'],
  },
  {
    what: 'an escaped field among UTF-8 ones',
    record: raw('a', '001 1', `245 10$a${utf8('Dvořák')}`, `880 10$a${marc8('Дворжак')}`),
    encoding: 'utf-8',
    texts: ['Dvořák', 'Дворжак'],
    codes: ['encoding-mixed'],
  },
  {
    what: 'UTF-8 made twice',
    record: raw('a', '001 1', `245 10$a${utf8(utf8('Dvořák'))}`, `650  0$a${utf8('Příroda')}`),
    encoding: 'utf-8',
    texts: ['Dvořák', 'Příroda'],
    codes: ['utf8-doubled'],
  },
  {
    what: 'UTF-8 made twice by way of Windows-1252',
    record: raw('a', '001 1', `245 10$a${utf8('â€œSÃ©vignÃ©â€\u009d')}`),
    encoding: 'utf-8',
    texts: ['“Sévigné”'],
    codes: ['utf8-doubled'],
  },
  {
    what: 'UTF-8 with a damaged byte',
    record: raw('a', '001 1', `245 10$a${utf8('Dvořák a Škvorecký')} \xc5(`),
    encoding: 'utf-8',
    texts: ['Dvořák a Škvorecký \ufffd('],
    codes: ['undecodable'],
    lossy: ['245'],
  },
  {
    what: 'Cyrillic of one byte without a word about it, as lost',
    record: raw(' ', '001 1', '245 10$a\xcc\xee\xf1\xea\xe2\xe0', '650  0$aMap', '700 1 $a\xcf\xf3\xf8\xea\xe8\xed'),
    encoding: 'utf-8',
    texts: ['\ufffd'.repeat(6), 'Map', '\ufffd'.repeat(6)],
    codes: ['undecodable', 'undecodable'],
    lossy: ['245', '700'],
  },
]

describe('The encoding of a record', () => {
  for (const { what, record, options, encoding, texts, codes: expected = [], lossy = [] } of cases)
    it(`is found: ${what}`, () => {
      const decoded = readRecord(record, options)
      expect(values(decoded)).to.deep.equal(texts)
      expect(decoded.encoding).to.equal(encoding)
      expect(codes(decoded)).to.deep.equal(expected)
      expect(decoded.lossyFields).to.deep.equal(lossy)
      expect(decoded.lossy).to.equal(lossy.length > 0)
    })

  it('is found in samples of Russian libraries by the name given', function () {
    const path = '../shared/marc/other/pymarc-1251.mrc'
    if (!existsSync(path)) {
      this.test!.title += ` [skipped: no ${path}]`
      this.skip()
    }
    const reader = new BatchReader({ encoding: 'windows-1251' })
    for (const outcome of [...reader.push(readFileSync(path)), ...reader.end()]) {
      if ('rejected' in outcome) throw new Error('rejected')
      expect(outcome.encoding).to.equal('windows-1251')
      expect(outcome.lossy).to.equal(false)
      expect(JSON.stringify(outcome.record.fields)).to.match(/[а-я]{5}/)
    }
  })
})

describe('MARC-8 beside yaz-marcdump', () => {
  const SAMPLES = 10_000
  const next = numbers(8)
  const pick = (from: string): string => from[next(from.length)]!
  const run = (from: string): string => Array.from({ length: 1 + next(6) }, () => pick(from)).join('')
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
  const anselMarks = '\xe0\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xee\xef\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfe'
  const pieces: (() => string)[] = [
    () => `${run(letters)} `,
    () =>
      pick(
        '\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xb0\xb1\xb2\xb3\xb4\xb5\xb6\xb7\xb8\xb9\xba\xbc\xbd',
      ),
    () => pick('\xc0\xc1\xc2\xc3\xc4\xc5\xc6\xc7\xc8'),
    () => pick(anselMarks) + pick(letters),
    () => pick(anselMarks) + pick(anselMarks) + pick(letters),
    () => `\xeb${pick(letters)}\xec${pick(letters)}`,
    () => `\xfa${pick(letters)}\xfb${pick(letters)}`,
    () => marc8(run('абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗґЁЂѓёѕџ')),
    () => marc8(run('אבגדהוזחטיכלמנסעפצקרשת')),
    () => `\x1b(2${run('`abcdefghi')}${run('@ABCDEFG')}i\x1b(B`,
    () => marc8(run('ابتثجحخدذرزسشصضطظعغپچژگ')),
    () => marc8(run('αβγδεζηθικλμνξοπρστυφχψωΑΒΓΔ')),
    () => `\x1b(S"${pick('aekmo')}\x1b(B`,
    () => `\x1b)N${run('\xc1\xc2\xd7\xc7\xc4\xc5\xd6\xda')}\x1b)!E`,
    () => marc8(run('₀₁₂₃₊₋')) + marc8(run('⁰¹²³⁺⁻')) + marc8(run('αβγ')),
    () => marc8(run('一丁七三上不世中主久之也了事二人今他代以北京大學圖書館日本語国会')),
    () => marc8(run('アイウエオカキクケコあいうえお한국도서관')),
  ]
  /** Ends in a letter: marks need a base. */
  const sample = (): string => `${Array.from({ length: 1 + next(6) }, () => pieces[next(pieces.length)]!()).join('')}z`

  it(`gives the same text for ${SAMPLES} subfields`, function () {
    const [marcdump] = needs(this, 'yaz-marcdump')
    const samples = Array.from({ length: SAMPLES }, sample)
    const records: Buffer[] = []
    for (let at = 0; at < SAMPLES; at += 50)
      records.push(raw(' ', '001 1', ...samples.slice(at, at + 50).map((text) => `500   $a${text}`)))
    const file = Buffer.concat(records)
    const folder = mkdtempSync(join(tmpdir(), 'farshelf-marc8-'))
    try {
      const path = join(folder, 'samples.mrc')
      writeFileSync(path, file)
      const theirs = execFileSync(marcdump!, ['-f', 'marc8', '-t', 'utf8', '-o', 'line', path], {
        encoding: 'utf8',
        maxBuffer: 1 << 26,
      })
        .split('\n')
        .filter((line) => line.startsWith('500'))
        .map((line) => line.slice('500    $a '.length).normalize('NFC'))
      const reader = new BatchReader({ encoding: 'marc-8' })
      const ours = [...reader.push(file), ...reader.end()].flatMap((outcome) => {
        if ('rejected' in outcome) throw new Error('rejected')
        expect(outcome.lossy).to.equal(false)
        return values(outcome)
      })
      expect(theirs.length).to.equal(SAMPLES)
      const different = samples.filter((_, i) => ours[i] !== theirs[i])
      expect(different.map((text) => JSON.stringify(text))).to.deep.equal([])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
