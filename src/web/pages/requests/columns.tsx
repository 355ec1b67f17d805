import type { RequestHandler } from 'express'
import { z } from 'zod'
import { columnsFor, keepColumns } from '../../../ill/index.ts'
import type { Tx } from '../../../kit/db/index.ts'
import { Check } from '../../components/choice.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { formFields, parse, route } from '../../route.ts'
import type { Visitor } from '../../visitor.ts'
import { filtersOf, ListAddress, wholeList } from './list-address.ts'
import { columnOf, columnsAmong, type ListColumn, listColumnNames, usualColumns } from './list-columns.ts'

/** The columns of a list: its own where its address has some, else those of whoever looks, else the usual ones. */
export async function columnsShown(tx: Tx, address: ListAddress, { person }: Visitor): Promise<readonly ListColumn[]> {
  if (address.columns && address.columns.length > 0) return columnsAmong(address.columns)
  const kept = person && (await columnsFor(tx, person.id))
  return kept ? columnsAmong(kept) : usualColumns
}

const ColumnsForm = z.object({
  /** The parameters of the list's address. */
  filters: z.string().max(8000).default(''),
  column: z.array(z.enum(listColumnNames)),
  /** On every list from now on. */
  always: z.literal('1').optional(),
  /** No choice any more, on this list or for always. */
  usual: z.literal('1').optional(),
})

/** Shows a list with other columns, or all lists of whoever asks that have none of their own. */
export const columnsAct = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { req, res, visitor }) => {
    const { filters, column, always, usual } = parse(ColumnsForm, formFields(req, ColumnsForm))
    const address = parse(ListAddress, Object.fromEntries(new URLSearchParams(filters)))
    const chosen = usual ? undefined : columnsAmong(column)
    const { person } = visitor
    if (person && (always || usual)) await keepColumns(door.database.db, person.id, chosen)
    const own = always || usual ? undefined : [...columnsAmong(column)]
    res.redirect(303, wholeList({ ...address, columns: own }))
  })

interface ColumnsFormProps {
  readonly address: ListAddress
  readonly shown: readonly ListColumn[]
}

/** Which columns the list has. */
export const ColumnChooser = ({ address, shown }: ColumnsFormProps) => (
  <details class="panel unfolding">
    <summary>Columns</summary>
    <form method="post" action="/requests/columns" class="stacked">
      <CsrfField />
      <input type="hidden" name="filters" value={new URLSearchParams(filtersOf(address)).toString()} />
      <fieldset class="ticks">
        <legend>Show beside number and title</legend>
        {listColumnNames
          .filter((name) => !columnOf(name).fixed)
          .map((name) => (
            <Check key={name} name="column" value={name} checked={shown.includes(name)} words={columnOf(name).label} />
          ))}
      </fieldset>
      <div class="acts">
        <button type="submit" class="btn primary">
          Show on this list
        </button>
        <button type="submit" class="btn" name="always" value="1">
          Show on all my lists
        </button>
        <button type="submit" class="btn" name="usual" value="1">
          Usual columns
        </button>
      </div>
      <p class="hint">A view that is saved keeps the columns of its list.</p>
    </form>
  </details>
)
