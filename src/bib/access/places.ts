import { type Flavour, flavours } from '../../standards/marc/index.ts'
import { accessPoints, valuePlaces } from './access-points.ts'
import { type ValueKind, type ValueReader, valueReaders } from './values.ts'

/** Fixed positions of a control field, of a coded subfield (`100/a9-12`) or of the leader (tag `LDR`). */
export interface FixedPlace {
  readonly tag: string
  readonly code: string
  readonly from: number
  readonly to: number
  /** The code its kind goes by: `/7-10`. */
  readonly name: string
}

/** What the subfields of one tag and code have in common. */
export interface Kind {
  /** Short and lasting: what stored indexes call it. Made of the Use attributes alone. */
  readonly name: string
  /** Use attributes that cover it. */
  readonly uses: ReadonlySet<number>
  readonly reader: ValueReader
}

interface Place {
  readonly tag: RegExp
  readonly literal: boolean
  readonly codes: string
}

const controlSubfields = '0123456789uw'

const parse = (spec: string): Place[] =>
  spec.split(' ').flatMap((place) => {
    if (!place) return []
    const tag = place.slice(0, 3)
    return [{ tag: new RegExp(`^${tag.replaceAll('x', '\\d')}$`), literal: !tag.includes('x'), codes: place.slice(3) }]
  })

/** A control field has the code '' and, like a fixed place, is covered only where it is named. */
function covers(place: Place, tag: string, code: string): boolean {
  if (!place.tag.test(tag)) return false
  if (code === '') return place.literal && place.codes === ''
  if (code.startsWith('/') || place.codes.startsWith('/')) return place.codes === code
  return place.codes === '' ? !controlSubfields.includes(code) : place.codes.includes(code)
}

/** The fixed places that any access point of a flavour names. */
export function fixedPlaces(flavour: Flavour): FixedPlace[] {
  const specs = Object.values(accessPoints).flatMap((point) => point[flavour].split(' '))
  return [...new Set(specs)].flatMap((spec) => {
    const match = /^(\w{3})(\/(\D?)(\d+)-(\d+))$/.exec(spec)
    if (!match) return []
    const [, tag, name, code, from, to] = match
    return [{ tag: tag!, name: name!, code: code!, from: Number(from), to: Number(to) }]
  })
}

/** Gives the kind of a tag and subfield code, or undefined where no access point covers it. */
export function kindsOf(flavour: Flavour): (tag: string, code: string) => Kind | undefined {
  const uses = Object.entries(accessPoints).map(([use, point]) => [Number(use), parse(point[flavour])] as const)
  const readers = (Object.entries(valuePlaces[flavour]) as [ValueKind, string][]).map(
    ([kind, spec]) => [kind, parse(spec)] as const,
  )
  return (tag, code) => {
    const covered = uses.filter(([, places]) => places.some((place) => covers(place, tag, code))).map(([use]) => use)
    if (covered.length === 0) return undefined
    const reader = readers.find(([, places]) => places.some((place) => covers(place, tag, code)))?.[0] ?? 'text'
    return { name: kindName(covered), uses: new Set(covered), reader: valueReaders[reader] }
  }
}

/** Three characters that tell apart the choices of Use attributes there are (a test holds that they do). */
function kindName(uses: readonly number[]): string {
  let hash = 0x811c9dc5
  for (const character of uses.join()) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0
  return (hash % 36 ** 3).toString(36).padStart(3, '0')
}

const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789']

/** The tags a specification names, each `x` of them spelt out. */
const tagsOf = (tag: string): string[] =>
  tag.includes('x') ? [...'0123456789'].flatMap((digit) => tagsOf(tag.replace('x', digit))) : [tag]

/** Every kind of subfield that a Use attribute covers, in records of either flavour. */
export function kindsFor(use: number): readonly Kind[] {
  const found = new Map<string, Kind>()
  for (const flavour of flavours) {
    const kindOf = kindsOf(flavour)
    for (const place of (accessPoints[use]?.[flavour] ?? '').split(' ').filter(Boolean)) {
      const codes = place.slice(3)
      const named = codes.startsWith('/') ? [codes] : codes === '' ? ['', ...letters] : [...codes]
      for (const tag of tagsOf(place.slice(0, 3)))
        for (const code of named) {
          const kind = kindOf(tag, code)
          if (kind?.uses.has(use)) found.set(kind.name, kind)
        }
    }
  }
  return [...found.values()]
}
