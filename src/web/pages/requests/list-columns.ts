import type { RequestSort } from '../../../ill/index.ts'
import { bothWays, type Column, columnsOf } from '../lists/kind.ts'

const both = bothWays<RequestSort>

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
} as const satisfies Readonly<Record<string, Column<RequestSort>>>
export type ListColumn = keyof typeof listColumns

/** Those a list of requests can have. */
export const requestColumns = columnsOf<ListColumn>(listColumns)

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
