/** A MARC 21 record in ISO 2709, UTF-8. Fields as `[tag, indicators + $code text…]`, `$` standing for the delimiter. */
export function marcRecord(fields: readonly (readonly [tag: string, content: string])[]): Buffer {
  const contents = fields.map(([, content]) => Buffer.from(`${content.replaceAll('$', '\x1f')}\x1e`))
  const base = 24 + fields.length * 12 + 1
  let at = 0
  const directory = fields.map(([tag], index) => {
    const entry = tag + pad(contents[index]!.length, 4) + pad(at, 5)
    at += contents[index]!.length
    return entry
  })
  const leader = `${pad(base + at + 1, 5)}nam a22${pad(base, 5)} a 4500`
  return Buffer.concat([Buffer.from(`${leader}${directory.join('')}\x1e`), ...contents, Buffer.from('\x1d')])
}

const pad = (number: number, width: number) => String(number).padStart(width, '0')

const cities = ['Paris', 'London', 'Kraków', 'Zürich', 'Αθήνα']

/** Forty records about gardens, five cities in turn. */
export const gardenBooks: readonly Buffer[] = Array.from({ length: 40 }, (_, n) =>
  marcRecord([
    ['001', `garden${pad(n, 3)}`],
    ['008', '100921s1990    cau           000 1 eng  '],
    ['100', `1 $aGardener, ${String.fromCharCode(65 + (n % 26))}.`],
    ['245', `10$aGardens of ${cities[n % 5]}, volume ${n + 1}`],
    ['260', `  $aLeeds :$bSpade,$c${1950 + n}.`],
  ]),
)
