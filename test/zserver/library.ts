import { openRecordFile, type RecordFile } from '../../src/zserver/index.ts'

/** `['245', '14$aThe sea /$cby X.']`, or `['001', 'abc']`. */
export type FieldLine = readonly [tag: string, content: string]

/** The bytes of an ISO 2709 record in UTF-8. */
export function iso2709(lines: readonly FieldLine[]): Buffer {
  const fields = lines.map(([, content]) => Buffer.from(`${content.replaceAll('$', '\x1f')}\x1e`))
  let start = 0
  const directory = lines.map(([tag], at) => {
    const entry = tag + digits(fields[at]!.length, 4) + digits(start, 5)
    start += fields[at]!.length
    return entry
  })
  const base = 24 + directory.length * 12 + 1
  const leader = `${digits(base + start + 1, 5)}nam a22${digits(base, 5)} a 4500`
  return Buffer.concat([Buffer.from(`${leader}${directory.join('')}\x1e`), ...fields, Buffer.of(0x1d)])
}

const digits = (value: number, length: number) => String(value).padStart(length, '0')

const year = (date: string): FieldLine => ['008', `850423s${date}    xxu           000 0 eng  `]

/** A small library in MARC 21. What a test wants to find is the last part of 001. */
export const marc21Records: readonly (readonly FieldLine[])[] = [
  [
    ['001', 'x-hamlet'],
    year('1603'),
    ['020', '  $a0-14-044913-2 (pbk.) :$c£5.99'],
    ['035', '  $a(OCoLC)ocm00012345'],
    ['050', '00$aPR2807$b.A2 1603'],
    ['100', '1 $aShakespeare, William,$d1564-1616.'],
    ['245', '14$aThe tragedy of Hamlet, prince of Denmark /$cby William Shakespeare ; edited by Ann Thompson.'],
    ['260', '  $aLondon :$bNicholas Ling,$c1603.'],
    ['650', ' 0$aPrinces$zDenmark$vDrama.'],
  ],
  [
    ['001', 'x-denmark'],
    year('1998'),
    ['010', '  $a   98-12345 /AC'],
    ['100', '1 $aÅkesson, Søren.'],
    ['245', '10$aDenmark :$ba prince among nations : a history.'],
    ['260', '  $aKøbenhavn :$bGyldendal,$cc1998.'],
    ['650', ' 0$aHistory$zDenmark.'],
  ],
  [
    ['001', 'x-serial'],
    year('2001'),
    ['022', '  $a1234-5679'],
    ['245', '00$aJournal of e-mail history$h[electronic resource] :$ba yearbook.'],
    ['264', ' 1$aOxford :$bOxford University Press,$c2001-'],
    ['650', ' 0$aElectronic mail systems$xHistory$vPeriodicals.'],
  ],
  [
    ['001', 'x-war'],
    year('1978'),
    ['020', '  $a9785050000002'],
    ['100', '1 $6880-01$aTolstoĭ, Lev Nikolaevich,$d1828-1910.'],
    ['240', '10$aVoĭna i mir'],
    ['245', '10$6880-02$aVoĭna i mir :$broman.'],
    ['264', ' 1$aMoskva :$bDetskai͡a literatura,$c1978.'],
    ['880', '1 $6100-01/(N$aТолстой, Лев Николаевич,$d1828-1910.'],
    ['880', '10$6245-02/(N$aВойна и мир :$bроман.'],
  ],
  [
    ['001', 'x-red'],
    year('1791'),
    ['100', '1 $6880-01$aCao, Xueqin.'],
    ['245', '10$6880-02$aHong lou meng.'],
    ['880', '1 $6100-01/$1$a曹雪芹.'],
    ['880', '10$6245-02/$1$a紅樓夢.'],
  ],
  [
    ['001', 'x-mir'],
    year('1978'),
    ['100', '1 $aTolstaya, Tatyana.'],
    ['245', '10$aMir i vera.'],
    ['490', '1 $aOxford world history'],
  ],
  [['001', 'x-anon'], year('19uu'), ['245', '02$aA prince of Egypt and a princess of Denmark.']],
]

export const unimarcRecords: readonly (readonly FieldLine[])[] = [
  [
    ['001', 'u-etranger'],
    ['010', '  $a978-2-07-036002-4$bbr.'],
    ['100', '  $a19910312d1942    m  y0frey50      ba'],
    ['101', '0 $afre'],
    ['200', '1 $a\u0098L\u009c étranger$fAlbert Camus'],
    ['210', '  $aParis$cGallimard$d1942'],
    ['606', '  $aRoman français$zXXe siècle'],
    ['700', ' 1$aCamus$bAlbert$f1913-1960'],
  ],
  [
    ['001', 'u-peste'],
    ['100', '  $a19910312d1947    m  y0frey50      ba'],
    ['101', '0 $afre'],
    ['200', '1 $aLa peste$fAlbert Camus'],
    ['210', '  $aParis$cGallimard$d1947'],
    ['700', ' 1$aCamus$bAlbert$f1913-1960'],
  ],
]

export const bytesOf = (records: readonly (readonly FieldLine[])[]): Buffer => Buffer.concat(records.map(iso2709))

export const openBooks = (): Promise<RecordFile> =>
  openRecordFile(bytesOf(marc21Records), { name: 'books', flavour: 'marc21', encoding: 'utf-8' })

export const openLivres = (): Promise<RecordFile> =>
  openRecordFile(bytesOf(unimarcRecords), { name: 'livres', flavour: 'unimarc', encoding: 'utf-8' })
