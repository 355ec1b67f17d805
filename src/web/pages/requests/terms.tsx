import { type Line, readLender } from '../../../ill/index.ts'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { saidInEvent } from '../../said-in-event.ts'

/** What a lender asks for before it supplies, by field: what has to be agreed to, until when, at what cost. */
export type Terms = ReturnType<typeof saidInEvent>

/** The terms that lenders last named, by line: of those that wait for our answer to them. */
export async function termsOf(
  { database: { db }, ill: { engine } }: Pick<Door, 'database' | 'ill'>,
  lines: readonly Pick<Line, 'id' | 'state'>[],
): Promise<ReadonlyMap<number, Terms>> {
  const waiting = lines.flatMap(({ id, state }) => (state === 'conditional' ? id : []))
  if (waiting.length === 0) return new Map()
  const { definition } = engine.machine('borrowing')
  const histories = await engine.histories(db, waiting)
  return new Map(
    waiting.map((id) => {
      const last = histories.get(id)?.findLast(({ event }) => event === 'conditional')
      return [id, last ? saidInEvent(definition, last) : []] as const
    }),
  )
}

/** Where a lender wants its item back: as it said with Shipped, else where the directory has it. */
export async function returnAddress(
  { database: { db }, ill: { engine } }: Pick<Door, 'database' | 'ill'>,
  { id, lender }: Pick<Line, 'id' | 'lender'>,
): Promise<string> {
  const said = (await engine.history(db, id)).findLast(({ form }) => typeof form['returnTo'] === 'string')
  if (said) return String(said.form['returnTo'])
  const known = await readLender(db, lender.id)
  const town = [known?.postalCode, known?.place].filter(Boolean).join(' ')
  return [lender.name, ...(known?.street ?? '').split('\n'), town, known?.region, known?.country]
    .filter(Boolean)
    .join(', ')
}

/** The terms, one a line. */
export const TermLines = ({ terms }: { readonly terms: Terms }) => (
  <>
    {terms.map(([label, text]) => (
      <span key={label} class="hint">
        <br />
        {label}: <Words text={text} most={400} />
      </span>
    ))}
  </>
)
