import type { RequestSort } from '../../../ill/index.ts'

/** A column of the list of requests. */
interface Column {
  readonly label: string
  /** There always. */
  readonly fixed?: true
  /** There unless somebody chose otherwise. */
  readonly usual?: true
  /** The orders it stands for: when it is followed, and once more. The arrows say which way its values run. */
  readonly sorts?: readonly [first: Order, again: Order]
}
type Order = readonly [sort: RequestSort, way: 'ascending' | 'descending']

const both = (up: RequestSort, down: RequestSort): NonNullable<Column['sorts']> => [
  [up, 'ascending'],
  [down, 'descending'],
]

/** All there are, in their order. */
export const listColumns = {
  number: { label: 'Number', fixed: true },
  title: { label: 'Title', fixed: true, sorts: both('title', '-title') },
  borrower: { label: 'Borrower', usual: true, sorts: both('borrower', '-borrower') },
  card: { label: 'Card number' },
  status: { label: 'Status', usual: true, sorts: both('status', '-status') },
  assigned: { label: 'Assigned to' },
  lender: { label: 'Lender', usual: true },
  service: { label: 'Service' },
  pickup: { label: 'Pickup place' },
  placed: { label: 'Placed', usual: true, sorts: both('oldest', 'newest') },
  needed: { label: 'Needed by', usual: true, sorts: both('needed', '-needed') },
  due: { label: 'Due back', usual: true },
  changed: {
    label: 'Last change',
    sorts: [
      ['changed', 'descending'],
      ['-changed', 'ascending'],
    ],
  },
} as const satisfies Readonly<Record<string, Column>>
export type ListColumn = keyof typeof listColumns

const columns: Readonly<Record<ListColumn, Column>> = listColumns
export const columnOf = (name: ListColumn): Column => columns[name]
export const listColumnNames = Object.keys(columns) as [ListColumn, ...ListColumn[]]

export const usualColumns: readonly ListColumn[] = listColumnNames.filter(
  (name) => columns[name].fixed || columns[name].usual,
)

/** Those that were chosen, as the list has them: in its order, with those that are there always; others are none. */
export const columnsAmong = (chosen: readonly string[]): readonly ListColumn[] =>
  listColumnNames.filter((name) => columns[name].fixed || chosen.includes(name))

/** The orders in words. */
export const orderWords: Readonly<Record<RequestSort, string>> = {
  oldest: 'Oldest first',
  newest: 'Newest first',
  changed: 'Last changed',
  '-changed': 'Not changed for longest',
  needed: 'Needed soonest',
  '-needed': 'Needed latest',
  title: 'Title',
  '-title': 'Title, Z to A',
  borrower: 'Borrower',
  '-borrower': 'Borrower, Z to A',
  status: 'Status',
  '-status': 'Status, last steps first',
}
