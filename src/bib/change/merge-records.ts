import { type Field, type Flavour, MarcRecord, text, texts } from '../../standards/marc/index.ts'
import { meaning } from './identity.ts'
import { byTag, fitsAny, type TagPattern } from './tag-pattern.ts'

/** What becomes of the fields of a tag when a record is laid over ours. */
export const fieldActions = ['keep', 'take', 'add', 'strip'] as const
/**
 * `keep` ours and none of theirs; `take` theirs and none of ours; `add` theirs to ours, what says the same once; `strip`
 * both.
 */
export type FieldAction = (typeof fieldActions)[number]

/** How another record is laid over ours, field by field. */
export interface MergeRules {
  /** By tag pattern; the one with the fewest X decides. `LDR` (keep or take) is the leader. */
  readonly fields: Readonly<Record<TagPattern, FieldAction>>
  /** For every other tag. */
  readonly otherwise: FieldAction
  /** Our fields that stay whatever `fields` says: local ones. */
  readonly protect: readonly TagPattern[]
  /** Our code among libraries: our fields with it in $5 stay as well (MARC 21, "Institution to which field applies"). */
  readonly agency?: string | undefined
}

/** Fields of which a record has one at most: nothing is added where ours has one. Main entries count as one. */
const single: Readonly<Record<Flavour, ReadonlyMap<string, string>>> = {
  marc21: new Map([
    ...['005', '008', '010', '018', '036', '038', '040', '045', '066', '240', '243', '245', '254', '256', '263'].map(
      (tag) => [tag, tag] as const,
    ),
    ...['100', '110', '111', '130'].map((tag) => [tag, 'main entry'] as const),
  ]),
  unimarc: new Map([
    ...['005', '100', '101', '200', '205', '230'].map((tag) => [tag, tag] as const),
    ...['700', '710', '720', '730', '740', '750'].map((tag) => [tag, 'main entry'] as const),
  ]),
}

/**
 * Lays `theirs` over `ours` by the rules. Both stay as they are. A script form (880) goes with the field it belongs to;
 * where links of both records meet, theirs are numbered anew. Fields of both come in the order of their tags, each
 * record's own order kept.
 */
export function mergeRecords(ours: MarcRecord, theirs: MarcRecord, rules: MergeRules, flavour: Flavour): MarcRecord {
  const ruled = byTag(rules.fields, rules.otherwise)
  const action = (field: Field): FieldAction => {
    const tag = ruledTag(field)
    return fitsAny(tag, rules.protect) ? 'keep' : ruled(tag)
  }
  const keeps = (field: Field): boolean => {
    const chosen = action(field)
    return chosen === 'keep' || chosen === 'add' || (rules.agency !== undefined && text(field, '5') === rules.agency)
  }
  const once = single[flavour]
  const kept = ours.fields.filter(keeps)
  const known = new Set(kept.map(meaning))
  const full = new Set(kept.map(([tag]) => once.get(tag)).filter((group) => group !== undefined))
  const taken = theirs.fields.filter((field) => {
    const chosen = action(field)
    if (chosen !== 'take' && chosen !== 'add') return false
    if (full.has(once.get(field[0]) ?? '')) return false
    return !known.has(meaning(field))
  })
  const merged = new MarcRecord()
  merged.leader = ruled('LDR') === 'keep' ? ours.leader : theirs.leader
  merged.fields = interleave(kept, renumbered(taken, kept)).map((field) => [...field] as Field)
  return merged
}

/** The tag whose rule decides: of a script form, that of the field it is a form of. */
const ruledTag = (field: Field): string =>
  field[0] === '880' ? (/^\s*(\d{3})-/.exec(text(field, '6') ?? '')?.[1] ?? '880') : field[0]

/** MARC 21 "880-01/(N", UNIMARC "a01": what stands before the number, and the number. 00 is no link. */
const linked = /^(\s*(?:\d{3}-|[^\d\s]?))(\d{2})/
const linkNumber = (link: string): number => Number(linked.exec(link)?.[2] ?? 0)

function highestLink(fields: readonly Field[]): number {
  let highest = 0
  for (const field of fields) for (const link of texts(field, '6')) highest = Math.max(highest, linkNumber(link))
  return highest
}

/** Fields whose links shall not meet those of `others`: their numbers go on behind them. 00 is no link. */
function renumbered(fields: readonly Field[], others: readonly Field[]): Field[] {
  const start = highestLink(others)
  if (start === 0 || highestLink(fields) === 0) return [...fields]
  return fields.map((field) => {
    const copy = [...field] as Field
    for (let at = 2; at < copy.length; at += 2) {
      if (copy[at] !== '6') continue
      const number = linkNumber(copy[at + 1]!)
      if (number > 0)
        copy[at + 1] = copy[at + 1]!.replace(linked, (_, head) => head + String(number + start).padStart(2, '0'))
    }
    return copy
  })
}

/** Two lists as one in the order of tags, each in its own order; of the same tag, ours come first. */
function interleave(ours: readonly Field[], theirs: readonly Field[]): Field[] {
  const merged: Field[] = []
  let at = 0
  for (const field of theirs) {
    while (at < ours.length && ours[at]![0] <= field[0]) merged.push(ours[at++]!)
    merged.push(field)
  }
  return [...merged, ...ours.slice(at)]
}
