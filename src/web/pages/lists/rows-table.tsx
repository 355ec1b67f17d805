import type { ComponentChildren } from 'preact'
import { Heading } from './heading.tsx'
import type { Columns } from './kind.ts'

interface RowsTableProps<Name extends string, Row> {
  readonly kind: Columns<Name>
  /** The columns shown, in their order. */
  readonly columns: readonly Name[]
  /** Those whose values stand under one another as numbers. */
  readonly numeric: ReadonlySet<Name>
  readonly sort: string
  /** The address of the same list in another order. */
  readonly to: (sort: string) => string
  readonly rows: readonly Row[]
  readonly rowOf: (row: Row) => RowOfTable<Name>
}

/** A row: what is ticked by its id, what it is called, and what stands in each column. */
export interface RowOfTable<Name extends string> {
  readonly id: number
  readonly number: string
  readonly title: string
  /** Whether it is linked to a record, where scripts have to know. */
  readonly linked?: boolean
  readonly cell: (name: Name) => ComponentChildren
}

/** Requests, a row each, to tick; on narrow screens a card each. */
export const RowsTable = <Name extends string, Row>(props: RowsTableProps<Name, Row>) => {
  const { kind, columns, numeric, sort, to, rows, rowOf } = props
  return (
    <div class="panel wide-table" id="results" tabIndex={-1}>
      <table class="rows">
        <thead>
          <tr>
            <th scope="col" class="tick">
              <span class="hidden">Tick</span>
            </th>
            {columns.map((name) => (
              <Heading key={name} column={kind.of(name)} {...{ sort, to }} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(rowOf).map(({ id, number, title, linked, cell }) => (
            <tr key={id}>
              <td class="tick">
                <label class="check">
                  <input type="checkbox" name="id" value={id} data-linked={linked ? '' : undefined} />
                  <span class="hidden">
                    {number} {title}
                  </span>
                </label>
              </td>
              {columns.map((name) => (
                <Cell key={name} title={name === 'title'} number={numeric.has(name)} label={labelOf(kind, name)}>
                  {cell(name)}
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What a card calls a value; a request's number needs no name. */
const labelOf = <Name extends string>(kind: Columns<Name>, name: Name): string | undefined =>
  name === 'number' ? undefined : kind.of(name).label

interface CellProps {
  readonly title: boolean
  readonly number: boolean
  readonly label: string | undefined
  readonly children: ComponentChildren
}

function Cell({ title, number, label, children }: CellProps) {
  if (title) return <th scope="row">{children}</th>
  // Cards on narrow screens show no label where there is nothing: the cell has to be empty then.
  return (
    <td class={number ? 'num' : undefined} data-label={label}>
      {children}
    </td>
  )
}
