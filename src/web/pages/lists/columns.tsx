import type { RequestHandler } from 'express'
import { z } from 'zod'
import { columnsFor, keepColumns } from '../../../ill/index.ts'
import type { Tx } from '../../../kit/db/index.ts'
import { Problem } from '../../../problems.ts'
import { Check } from '../../components/choice.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { formFields, parse, route } from '../../route.ts'
import type { Visitor } from '../../visitor.ts'
import { type Filters, hrefOfList, type ListKind } from './kind.ts'

/** The columns of a list: its own where its address has some, else those of whoever looks, else the usual ones. */
export async function columnsShown<Name extends string>(
  tx: Tx,
  { name, columns }: ListKind<Name>,
  own: readonly string[] | undefined,
  { person }: Visitor,
): Promise<readonly Name[]> {
  if (own && own.length > 0) return columns.among(own)
  const kept = person && (await columnsFor(tx, name, person.id))
  return kept ? columns.among(kept) : columns.usual
}

const ColumnsForm = z.object({
  /** The parameters of the list's address. */
  filters: z.string().max(8000).default(''),
  column: z.array(z.string().max(40)),
  /** On every list from now on. */
  always: z.literal('1').optional(),
  /** No choice any more, on this list or for always. */
  usual: z.literal('1').optional(),
})

/** Shows a list with other columns, or all lists of whoever asks that have none of their own. */
export const columnsAct = (door: Door, kind: ListKind): RequestHandler =>
  route(z.object({}), async (_input, { req, res, visitor }) => {
    const { filters, column, always, usual } = parse(ColumnsForm, formFields(req, ColumnsForm))
    const read = kind.read(Object.fromEntries(new URLSearchParams(filters)))
    const names: readonly string[] = kind.columns.names
    if (!read || column.some((one) => !names.includes(one)))
      throw new Problem('bad-input', { detail: 'These are no columns or filters of this list' })
    const chosen = kind.columns.among(column)
    const { person } = visitor
    if (person && (always || usual))
      await keepColumns(door.database.db, kind.name, person.id, usual ? undefined : chosen)
    const { columns: _, ...rest } = read
    res.redirect(303, hrefOfList(kind, always || usual ? rest : { ...rest, columns: chosen.join(',') }))
  })

interface ColumnsFormProps {
  readonly kind: ListKind
  /** The whole list that is looked at. */
  readonly filters: Filters
  readonly shown: readonly string[]
}

/** Which columns the list has. */
export const ColumnChooser = ({ kind: { base, columns }, filters, shown }: ColumnsFormProps) => (
  <details class="panel unfolding">
    <summary>Columns</summary>
    <form method="post" action={`${base}/columns`} class="stacked">
      <CsrfField />
      <input type="hidden" name="filters" value={new URLSearchParams(filters).toString()} />
      <fieldset class="ticks">
        <legend>Show beside number and title</legend>
        {columns.names
          .filter((name) => !columns.of(name).fixed)
          .map((name) => (
            <Check
              key={name}
              name="column"
              value={name}
              checked={shown.includes(name)}
              words={columns.of(name).label}
            />
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
