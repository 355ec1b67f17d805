import type { LendingSort } from '../../../ill/index.ts'
import { bothWays, type Column, columnsOf } from '../lists/kind.ts'

const both = bothWays<LendingSort>

/** All columns a list of other libraries' requests can have, in their order. */
const all = {
  number: { label: 'Number', fixed: true },
  title: { label: 'Title', fixed: true, sorts: both('title', '-title') },
  library: { label: 'Library', usual: true, sorts: both('library', '-library') },
  theirs: { label: 'Their number' },
  status: { label: 'Status', usual: true, sorts: both('status', '-status') },
  service: { label: 'Service', usual: true },
  way: { label: 'How it came' },
  opened: { label: 'Came in', sorts: both('oldest', 'newest') },
  answer: { label: 'Answer by', usual: true, sorts: both('answer', '-answer') },
  expected: { label: 'Expected' },
  needed: { label: 'Needed by', usual: true, sorts: both('needed', '-needed') },
  due: { label: 'Due', usual: true, sorts: both('due', '-due') },
  changed: {
    label: 'Last change',
    sorts: [
      ['changed', 'descending'],
      ['-changed', 'ascending'],
    ],
  },
} as const satisfies Readonly<Record<string, Column<LendingSort>>>
export type LendingColumn = keyof typeof all

export const lendingColumns = columnsOf<LendingColumn>(all)
