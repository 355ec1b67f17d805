import { type Field, MarcRecord } from '../../src/standards/marc/index.ts'

/** Numbers that look random and are the same every time: mulberry32. */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const syllables =
  'ba ce di fo gu ha le mi no pu ra se ti vo wa ke li mo nu pa re si to va ze bri cla dro fle gri'.split(' ')
/** Words catalogues have in a hundredth of their titles, the most frequent first: Zipf's law does the rest. */
const frequent =
  'history of the new world introduction art life study story american modern science english music'.split(' ')
const vocabulary = 60_000

/** The nth most frequent word of the language these records are written in. */
export const word = (n: number): string =>
  n < frequent.length
    ? frequent[n]!
    : [n % 30, (n / 30) % 30, (n / 900) % 30, (n / 27_000) % 30]
        .map(Math.floor)
        .filter((digit, at) => at < 2 || digit > 0)
        .map((digit) => syllables[digit]!)
        .join('')

/** Of a rank from 0 on, so that the second is half as frequent as the first. */
const zipf = (random: () => number): number => Math.floor(vocabulary ** random()) - 1

const names = 8_000
const languages = ['eng', 'eng', 'eng', 'eng', 'ger', 'fre', 'spa', 'rus']

/** The ISBN-13 numbered `n`. */
function isbnOf(n: number): string {
  const twelve = `978${String(n).padStart(9, '0')}`
  const sum = [...twelve].reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0)
  return twelve + ((10 - (sum % 10)) % 10)
}

/** The brief record numbered `n`, as vendors send them: title, author, imprint, ISBN, a subject. About 450 bytes. */
export function briefRecord(n: number): MarcRecord {
  const random = chance(n)
  const words = (count: number) => Array.from({ length: count }, () => word(zipf(random))).join(' ')
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
  const name = word(1000 + Math.floor(names * random() ** 2))
  const author = `${capital(name)}, ${capital(word(2000 + Math.floor(random() * 400)))}`
  const year = 1950 + Math.floor(75 * Math.sqrt(random()))
  const language = languages[Math.floor(random() * languages.length)]!
  const record = new MarcRecord()
  record.leader = '00000nam a2200000 5 4500'
  const fields: Field[] = [
    ['001', `bench${n}`],
    ['003', 'FsBench'],
    ['008', `200101s${year}    xxu           000 0 ${language} d`],
    ['020', '  ', 'a', isbnOf(n)],
    ['100', '1 ', 'a', author],
    ['245', '10', 'a', `${capital(words(2 + Math.floor(random() * 5)))} :`, 'b', words(2 + Math.floor(random() * 4))],
    ['264', ' 1', 'a', 'London :', 'b', `${capital(word(500 + Math.floor(random() * 300)))} Press,`, 'c', String(year)],
    ['650', ' 0', 'a', capital(words(2)), 'x', capital(word(Math.floor(random() * 200)))],
  ]
  record.fields = fields
  return record
}
