import { type Field, type Flavour, isControl, type MarcRecord } from '../../standards/marc/index.ts'
import { nonfilingIndicators } from './access-points.ts'
import { words } from './fold.ts'
import { type FixedPlace, fixedPlaces, type Kind, kindsOf } from './places.ts'

/** UNIMARC puts a leading article between these (NSB and NSE of ISO 6630). */
const article = /^\s*[\u0088\u0098](.*?)[\u0089\u009c]/

/** Takes what a record can be found by: records, their fields in order, the words of each indexed subfield. */
export interface AccessSink {
  record(): void
  /** `articleWords`: how many leading words of the field do not count for filing. */
  field(articleWords: number): void
  subfield(kind: Kind, words: readonly string[]): void
}

/** Makes the function that gives a sink what a record of one flavour can be found by. */
export function extractor(flavour: Flavour, sink: AccessSink): (record: MarcRecord) => void {
  const kinds = new Map<string, Kind | undefined>()
  const findKind = kindsOf(flavour)
  const kindOf = (tag: string, code: string) => {
    const key = tag + code
    const known = kinds.get(key)
    if (known !== undefined || kinds.has(key)) return known
    const found = findKind(tag, code)
    kinds.set(key, found)
    return found
  }
  const add = (tag: string, code: string, value: string) => {
    const kind = kindOf(tag, code)
    if (kind) sink.subfield(kind, kind.reader.index(value))
  }
  const fixed = new Map<string, FixedPlace[]>()
  for (const place of fixedPlaces(flavour)) fixed.set(place.tag, [...(fixed.get(place.tag) ?? []), place])
  const addFixed = ({ tag, name, from, to }: FixedPlace, value: string) => {
    sink.field(0)
    add(tag, name, value.slice(from, to + 1))
  }
  return (record) => {
    sink.record()
    for (const place of fixed.get('LDR') ?? []) addFixed(place, record.leader)
    for (const field of record.fields) {
      const tag = linkedTag(field)
      const places = fixed.get(tag)
      if (isControl(field)) {
        sink.field(0)
        add(tag, '', field[1])
        for (const place of places ?? []) addFixed(place, field[1])
        continue
      }
      sink.field(articleWords(tag, field))
      for (let at = 2; at + 1 < field.length; at += 2) add(tag, field[at]!, field[at + 1]!)
      for (const place of places ?? []) {
        const at = field.findIndex((code, at) => at >= 2 && at % 2 === 0 && code === place.code)
        if (at > 0) addFixed(place, field[at + 1]!)
      }
    }
  }
}

/** An 880 stands for the field it is the other script of, which its $6 names: `245-01/(N`. */
function linkedTag(field: Field): string {
  const tag = field[0]
  if (tag !== '880') return tag
  const linked = field[2] === '6' ? field[3]!.slice(0, 3) : ''
  return /^\d{3}$/.test(linked) ? linked : tag
}

function articleWords(tag: string, field: Field): number {
  // Codes that are digits link and number: the text begins behind them.
  const code = field.findIndex((part, at) => at >= 2 && at % 2 === 0 && !/\d/.test(part))
  const title = (code > 0 && field[code + 1]) || ''
  const marked = article.exec(title)
  if (marked) return words(marked[1]!).length
  const indicator = nonfilingIndicators[tag]
  if (!indicator) return 0
  const characters = Number(field[1][indicator - 1])
  // Only a count that ends where a word begins is believed.
  if (!characters || !/[\s'’"\-([]$/u.test(title.slice(0, characters))) return 0
  return words(title.slice(0, characters)).length
}
