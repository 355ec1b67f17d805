import { type Field, MarcRecord } from '../../standards/marc/index.ts'
import { diffRecords, leaderField } from './diff-records.ts'
import { exact } from './identity.ts'

/** One line of several records side by side. `LDR` is the leader's tag. */
export interface Aligned {
  readonly tag: string
  /** The field of each record, in their order; undefined where a record has none like it. */
  readonly fields: readonly (Field | undefined)[]
  /** `same`: every record says just this. `changed`: every record has such a field. `partial`: some have none. */
  readonly kind: 'same' | 'changed' | 'partial'
  /** Whether all that have one have the same. */
  readonly agree: boolean
}

/**
 * Lays records side by side, field by field, in the order of their tags: what `diffRecords` finds of two, of as many as
 * there are. Each record is compared with what those before it have.
 */
export function alignRecords(records: readonly MarcRecord[]): Aligned[] {
  const rows: (Field | undefined)[][] = []
  records.forEach((record, at) => {
    const known = new MarcRecord()
    known.leader = record.leader
    known.fields = rows.map(firstOf)
    const rowOf = new Map(rows.map((row) => [firstOf(row), row]))
    for (const difference of diffRecords(known, record)) {
      if (difference.tag === leaderTag || !('after' in difference)) continue
      const row = 'before' in difference ? rowOf.get(difference.before)! : []
      row[at] = difference.after
      if (!('before' in difference)) rows.push(row)
    }
  })
  const leaders = records.map(({ leader }) => leaderField(leader))
  return [leaders, ...rows]
    .map((row) => aligned(records.map((_, at) => row[at])))
    .sort((one, other) => order(one.tag, other.tag))
}

const leaderTag = 'LDR'

/** The field by which a row is known. */
const firstOf = (row: readonly (Field | undefined)[]): Field => row.find((field) => field !== undefined)!

function aligned(fields: readonly (Field | undefined)[]): Aligned {
  const there = fields.filter((field) => field !== undefined)
  const agree = new Set(there.map(exact)).size === 1
  const kind = there.length < fields.length ? 'partial' : agree ? 'same' : 'changed'
  return { tag: there[0]![0], fields, kind, agree }
}

/** The leader stands first. */
function order(one: string, other: string): number {
  if (one === other) return 0
  if (one === leaderTag || other === leaderTag) return one === leaderTag ? -1 : 1
  return one < other ? -1 : 1
}
