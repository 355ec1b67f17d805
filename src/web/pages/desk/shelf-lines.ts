import { namesOf } from '../../../accounts/index.ts'
import { codeList } from '../../../catalogue/index.ts'
import type { LoanLine, ReservationLine, ShelfLine } from '../../../circulation/index.ts'
import { longDate } from '../../dates.ts'
import type { Door } from '../../door.ts'
import { titlesOf } from '../../titles.ts'

/** The lists of a desk. */
export const shelfLists = ['fetch', 'pickup', 'clear', 'overdue'] as const
export type ShelfList = (typeof shelfLists)[number]

export type Raw = LoanLine | ReservationLine | ShelfLine

/** A line of any of a desk's lists. */
export interface Line {
  readonly key: string
  readonly accessionNo: string
  readonly bibId: number
  readonly title: string
  /** Where it is, or how it stands. */
  readonly about: string
  readonly person?: { readonly id: string; readonly name: string }
  /** Of a reservation: its pickup slip. */
  readonly slip?: string
}

/** Puts the lines of a list into words. */
export async function linesOf(door: Door, raw: readonly Raw[]): Promise<Line[]> {
  const { db } = door.database
  const titles = await titlesOf(
    db,
    raw.map(({ bibId }) => bibId),
  )
  const people = await namesOf(
    db,
    raw.flatMap((line) => ('patronId' in line ? [line.patronId] : [])),
  )
  const locations = new Map((await codeList(db, 'location')).map(({ code, label }) => [code, label]))
  return raw.map((line) => {
    const name = 'patronId' in line ? people.get(line.patronId)?.name : undefined
    return {
      key: 'id' in line ? line.id : String(line.itemId),
      accessionNo: line.accessionNo ?? '',
      bibId: line.bibId,
      title: titles.get(line.bibId) ?? '',
      about: aboutOf(line, locations),
      ...('patronId' in line && name !== undefined && { person: { id: line.patronId, name } }),
      ...('keepUntil' in line && { slip: `/desk/slip/${line.id}` }),
    }
  })
}

function aboutOf(line: Raw, locations: ReadonlyMap<string, string>): string {
  if ('dueOn' in line) return `Due ${longDate(line.dueOn)}`
  if ('state' in line) return line.keepUntil ? `Until ${longDate(line.keepUntil)}` : 'On its way here'
  return [line.location && (locations.get(line.location) ?? line.location), line.callNumber].filter(Boolean).join(', ')
}
