import { encodeMarc8 } from '../../src/standards/marc/index.ts'

/** A generator of numbers that gives the same row on every machine. */
function row(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const words =
  'history of the library and its readers from early printing to modern catalogues with notes on collections maps music letters journals travel science nature law art language children society'.split(
    ' ',
  )
const places = ['London :', 'New York :', 'Leipzig :', 'Oxford :', 'Chicago, Ill. :']
/** Every third record has names such as these. */
const names = [
  'Dvořák, Antonín',
  'Müller, Jürgen',
  'Ångström, Åsa',
  'Nuñez, José',
  'Łukasiewicz, Stanisław',
  'Gogolʹ, Nikolaĭ',
]
const vernacular = ['Гоголь, Николай', '夏目漱石', 'Ὅμηρος', 'שלום עליכם']

type Draft = readonly [tag: string, indicators: string, ...subfields: string[]]

function draft(n: number): Draft[] {
  const next = row(n + 1)
  const some = (count: number) => Array.from({ length: count }, () => words[next(words.length)]).join(' ')
  const foreign = n % 3 === 0
  const author = foreign ? names[next(names.length)]! : `${some(1)}, ${some(1)}`
  const year = String(1900 + next(120))
  return [
    ['001', `bench${String(n).padStart(8, '0')}`],
    ['003', 'FShelf'],
    ['005', '20260101120000.0'],
    ['008', `260101s${year}    xxu     b    001 0 eng  `],
    ['010', '  ', 'a', `   ${next(1e8)} `],
    ['020', '  ', 'a', `978${String(next(1e9)).padStart(10, '0')}`, 'c', '$25.00'],
    ['035', '  ', 'a', `(FShelf)${next(1e8)}`],
    ['040', '  ', 'a', 'FShelf', 'c', 'FShelf', 'd', 'FShelf'],
    ['050', '00', 'a', `Z${next(1000)}`, 'b', `.B${next(99)} ${year}`],
    ['082', '00', 'a', `${next(999)}.${next(99)}`, '2', '22'],
    ['100', '1 ', 'a', author, 'd', `${1850 + next(100)}-`],
    ['245', '10', 'a', `${some(5)} :`, 'b', `${some(6)} /`, 'c', `${author}.`],
    ['246', '3 ', 'a', some(4)],
    ['260', '  ', 'a', places[next(places.length)]!, 'b', `${some(2)},`, 'c', `${year}.`],
    ['300', '  ', 'a', `${next(600)} p. :`, 'b', 'ill. ;', 'c', '24 cm.'],
    ['490', '1 ', 'a', `${some(4)} ;`, 'v', String(next(90))],
    ['504', '  ', 'a', `Includes bibliographical references (p. ${next(300)}) and index.`],
    ['520', '  ', 'a', some(18)],
    ['650', ' 0', 'a', some(2), 'x', 'History', 'y', '20th century.'],
    ['650', ' 0', 'a', some(2), 'z', foreign ? 'México' : 'England', 'x', 'Bibliography.'],
    ['700', '1 ', 'a', `${some(1)}, ${some(1)}`, 'e', 'editor.'],
    ...(foreign ? [['880', '1 ', '6', '100-01', 'a', vernacular[next(vernacular.length)]!] as const] : []),
  ]
}

const utf8 = (text: string): Uint8Array => Buffer.from(text.normalize('NFC'))

/** Record `n` as ISO 2709, about a kilobyte; a third of the records is not ASCII. */
export function benchRecord(n: number, encoding: 'utf-8' | 'marc-8'): Buffer {
  const encode = encoding === 'utf-8' ? utf8 : encodeMarc8
  let directory = ''
  let at = 0
  const fields = draft(n).map(([tag, head, ...subfields]) => {
    const parts: Uint8Array[] = [Buffer.from(head)]
    for (let i = 0; i < subfields.length; i += 2)
      parts.push(Buffer.from(`\x1f${subfields[i]}`), encode(subfields[i + 1]!))
    const field = Buffer.concat([...parts, Buffer.of(0x1e)])
    directory += tag + String(field.length).padStart(4, '0') + String(at).padStart(5, '0')
    at += field.length
    return field
  })
  const base = 24 + directory.length + 1
  const five = (value: number) => String(value).padStart(5, '0')
  const leader = `${five(base + at + 1)}nam ${encoding === 'utf-8' ? 'a' : ' '}22${five(base)} a 4500`
  return Buffer.concat([Buffer.from(`${leader}${directory}\x1e`), ...fields, Buffer.of(0x1d)])
}
