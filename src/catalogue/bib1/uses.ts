import { accessPoints } from '../../bib/index.ts'
import type { sortIds } from '../search/index.ts'

/** What a list can be sorted by. */
export type SortField = Parameters<typeof sortIds>[2][number]['by']

/** Bib-1 Use attributes, and the order they mean. A search for any name is sorted as one for the author. */
const sortFields: ReadonlyMap<number, SortField> = new Map([
  [4, 'title'],
  [1, 'author'],
  [1002, 'author'],
  [1003, 'author'],
  [1004, 'author'],
  [30, 'year'],
  [31, 'year'],
])

export const sortFieldOf = (use: number): SortField | undefined => sortFields.get(use)
export const sortableUses: ReadonlySet<number> = new Set(sortFields.keys())

/** Every Use attribute that the catalogue can be searched by: those of its MARC 21 records, and so of any. */
export const searchableUses: ReadonlySet<number> = new Set(
  Object.entries(accessPoints).flatMap(([use, { marc21 }]) => (marc21 === '' ? [] : [Number(use)])),
)
