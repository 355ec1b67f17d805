import type { Line } from '../../../ill/index.ts'
import type { Engine } from '../../../workflow/index.ts'
import { lineStatus } from './words.ts'

/** Columns by which a request's lenders are sorted, with what they are called; a minus before one is the other way round. */
export const lineColumns = {
  order: 'Order',
  lender: 'Lender',
  status: 'Status',
  due: 'Due back',
  changed: 'Last change',
} as const
type Column = keyof typeof lineColumns
const columns = Object.keys(lineColumns) as Column[]

export type LineSort = Column | `-${Column}`
export const lineSorts = columns.flatMap((column): LineSort[] => [column, `-${column}`]) as [LineSort, ...LineSort[]]

/** The column of a sort, and whether it is the other way round. */
export const readSort = (sort: LineSort): readonly [column: Column, down: boolean] => {
  const down = sort.startsWith('-')
  return [(down ? sort.slice(1) : sort) as Column, down]
}

/** Lines in the order of a column; those that are equal there, in the order they are asked. What is empty comes last. */
export function sortedLines(engine: Engine, lines: readonly Line[], sort: LineSort): readonly Line[] {
  const [column, down] = readSort(sort)
  const valueIn: Readonly<Record<Column, (line: Line) => string | number | null>> = {
    order: ({ position }) => position,
    lender: ({ lender }) => lender.name,
    status: (line) => lineStatus(engine, line),
    due: ({ data }) => data.dueAtLender,
    changed: ({ changedAt }) => changedAt.getTime(),
  }
  const value = valueIn[column]
  return [...lines].sort((one, other) => {
    const [a, b] = [value(one), value(other)]
    if (a === null || b === null) return Number(a === null) - Number(b === null) || one.position - other.position
    const by = typeof a === 'number' ? a - Number(b) : words.compare(a, String(b))
    return (down ? -by : by) || one.position - other.position
  })
}

const words = new Intl.Collator('en', { numeric: true })
