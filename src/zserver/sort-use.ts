import { accessPoints, readAttributes } from '../bib/index.ts'
import type { Flavour } from '../standards/marc/index.ts'
import { condition, refuse } from '../standards/z3950/index.ts'
import type { SortOrder } from './database.ts'

/** Names that clients send as sortField, and the Use attribute they stand for. */
const fieldNames: ReadonlyMap<string, number> = new Map(
  Object.entries({
    title: 4,
    author: 1003,
    name: 1002,
    subject: 21,
    date: 31,
    year: 31,
    publisher: 1018,
    isbn: 7,
    issn: 8,
    id: 12,
  }),
)

/** Which access point a sort key means. */
export function sortUse(flavour: Flavour, by: SortOrder['by']): number {
  const use =
    typeof by === 'string'
      ? (fieldNames.get(by.trim().toLowerCase()) ?? refuse(condition.sortSequence, by))
      : readAttributes(flavour, by.attributeSet, by.attributes).use
  return accessPoints[use]?.wordsOnly || !accessPoints[use]?.[flavour] ? refuse(condition.sortSequence, use) : use
}
